/* libical: what GNOME, KDE, Thunderbird's relatives and Cyrus read calendars with. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static void quoted(const char *text) {
    putchar('"');
    for (const unsigned char *sign = (const unsigned char *)(text ? text : ""); *sign; sign++) {
        if (*sign == '"' || *sign == '\\') printf("\\%c", *sign);
        else if (*sign < 0x20) printf("\\u%04x", *sign);
        else putchar(*sign);
    }
    putchar('"');
}

static void day(struct icaltimetype when) { printf("\"%04d-%02d-%02d\"", when.year, when.month, when.day); }

int main(int count, char **words) {
    FILE *file = count > 1 ? fopen(words[1], "rb") : NULL;
    if (!file) return 1;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (fread(text, 1, size, file) != (size_t)size) return 1;
    text[size] = 0;
    icalcomponent *root = icalparser_parse_string(text);
    if (!root) return 2;
    const char *comma = "";
    putchar('[');
    for (icalcomponent *event = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT); event;
         event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
        printf("%s[", comma);
        quoted(icalcomponent_get_uid(event));
        putchar(',');
        day(icalcomponent_get_dtstart(event));
        putchar(',');
        day(icalcomponent_get_dtend(event));
        putchar(',');
        quoted(icalcomponent_get_summary(event));
        putchar(',');
        quoted(icalcomponent_get_description(event));
        putchar(']');
        comma = ",";
    }
    puts("]");
    return 0;
}
