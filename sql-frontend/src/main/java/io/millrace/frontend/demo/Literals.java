package io.millrace.frontend.demo;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Values as SQL writes them. */
final class Literals {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private Literals() {}

    static String timestamp(LocalDateTime time) {
        return TIMESTAMP.format(time);
    }
}
