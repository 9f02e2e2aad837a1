<?php
// Debian's php-sabre-vobject: what Nextcloud, ownCloud and Baïkal read calendars with.
$loader = ["Sabre/VObject/autoload.php", "Sabre/VObject/includes.php"];
foreach ($loader as $file) {
    if (stream_resolve_include_path($file)) {
        require_once $file;
        break;
    }
}
error_reporting(E_ERROR);
$calendar = Sabre\VObject\Reader::read(file_get_contents($argv[1]));
// Before its version 3 it leaves \, and \; as they stand, for the caller to tell lists apart.
function plain($property) {
    $old = version_compare(Sabre\VObject\Version::VERSION, "3.0.0", "<");
    return $old ? str_replace(["\\,", "\\;"], [",", ";"], (string) $property) : (string) $property;
}
$rows = [];
foreach ($calendar->select("VEVENT") as $event) {
    $rows[] = [
        (string) $event->UID,
        $event->DTSTART->getDateTime()->format("Y-m-d"),
        $event->DTEND->getDateTime()->format("Y-m-d"),
        plain($event->SUMMARY),
        plain($event->DESCRIPTION),
    ];
}
echo json_encode($rows, JSON_UNESCAPED_UNICODE);
