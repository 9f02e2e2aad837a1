require "icalendar"
require "json"
calendar = Icalendar::Calendar.parse(File.read(ARGV[0], encoding: "UTF-8")).first
puts JSON.generate(calendar.events.map { |event|
  [event.uid.to_s, event.dtstart.strftime("%Y-%m-%d"), event.dtend.strftime("%Y-%m-%d"), event.summary.to_s,
   event.description.to_s]
})
