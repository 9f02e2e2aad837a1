# Loaded inside the server as it starts. Prints one line of JSON: what the tests must know to talk to it.
require 'json'

Setting.rest_api_enabled = '1'
Setting.default_language = 'en'
Setting.notified_events = []
Setting.login_required = '1'
Setting.text_formatting = 'textile'
ActionMailer::Base.perform_deliveries = false

admin = User.find_by_login('admin')
admin.password = admin.password_confirmation = 'only-on-loopback'
admin.must_change_passwd = false
admin.save!

person = lambda do |login, first, last|
  user = User.find_by_login(login) || User.new(login: login)
  user.attributes = { firstname: first, lastname: last, mail: "#{login}@example.org", mail_notification: 'none' }
  user.password = user.password_confirmation = 'only-on-loopback'
  user.must_change_passwd = false
  user.save!
  user
end
office = person.call('office', '办公室', '区政府')
clerk = person.call('clerk', '小明', '王')
stranger = person.call('stranger', 'No', 'Member')

text_field = lambda do |name, format|
  field = IssueCustomField.find_by_name(name) || IssueCustomField.new(name: name)
  field.attributes = { field_format: format, is_for_all: true, is_filter: true, tracker_ids: Tracker.pluck(:id) }
  field.visible = true
  field.save!
  field
end
marker = text_field.call('Exporter', 'string')
labels = text_field.call('标签', 'text')
kinds = IssueCustomField.find_by_name('类型') || IssueCustomField.new(name: '类型', field_format: 'list')
kinds.attributes = { multiple: true, possible_values: %w[民生 产业], is_for_all: true, tracker_ids: Tracker.pluck(:id) }
kinds.save!
Role.find_by_name('Reader') || Role.create!(name: 'Reader', permissions: %i[view_issues], assignable: false)
quiet = %i[view_issues add_issues edit_issues]
Role.find_by_name('Quiet') || Role.create!(name: 'Quiet', permissions: quiet, assignable: false)

# A tracker whose workflow lets nobody close anything: New → In Progress and back, no more.
strict = Tracker.find_by_name('Strict') || Tracker.create!(name: 'Strict', default_status: IssueStatus.find_by_name('New'))
if strict.workflow_rules.empty?
  fresh, going = IssueStatus.find_by_name('New'), IssueStatus.find_by_name('In Progress')
  Role.givable.each do |role|
    [[0, fresh], [fresh.id, going], [going.id, fresh]].each do |from, to|
      WorkflowTransition.create!(tracker: strict, role: role, old_status_id: from, new_status: to)
    end
  end
end

puts JSON.generate(
  version: Redmine::VERSION.to_s,
  keys: { admin: admin.api_key, office: office.api_key, clerk: clerk.api_key, stranger: stranger.api_key },
  users: { office: office.id, clerk: clerk.id, stranger: stranger.id },
  roles: Role.givable.to_h { |role| [role.name, role.id] },
  trackers: Tracker.all.to_h { |each| [each.name, each.id] },
  statuses: IssueStatus.all.to_h { |each| [each.name, each.id] },
  fields: { marker.name => marker.id, labels.name => labels.id }
)
