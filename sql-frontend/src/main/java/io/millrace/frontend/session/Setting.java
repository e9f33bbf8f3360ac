package io.millrace.frontend.session;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A knob of a session. Immutable. */
public final class Setting<T> {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,12})\\s*(ms|s|min|h|d)?");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(b|kb|mb|gb)?");

    private final String name;
    private final String description;
    private final String initial;
    private final Form<T> form;
    private final T initialValue;

    private Setting(String name, String description, String initial, Form<T> form) {
        this.name = name;
        this.description = description;
        this.initial = initial;
        this.form = form;
        this.initialValue = form.parse(name, initial);
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    /** Its value in SQL's words where nothing is set. */
    public String initial() {
        return initial;
    }

    /** As {@link #initial}, read. */
    T initialValue() {
        return initialValue;
    }

    /** From a text to a value, or what is wrong with it. */
    public interface Form<T> {
        T parse(String name, String text);
    }

    /** The value of a text; INVALID_PARAMETER if it is none. */
    public T parse(String text) {
        return form.parse(name, text);
    }

    static Setting<Boolean> flag(String name, boolean initial, String description) {
        return new Setting<>(name, description, initial ? "on" : "off", (n, text) -> switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes", "1" -> true;
            case "off", "false", "no", "0" -> false;
            default -> throw invalid(n, "on or off", text);
        });
    }

    static Setting<Long> number(String name, long initial, long least, long most, String description) {
        return new Setting<>(name, description, Long.toString(initial), (n, text) -> {
            try {
                return inRange(n, Long.parseLong(text.strip()), least, most, text);
            } catch (NumberFormatException e) {
                throw invalid(n, "a whole number", text);
            }
        });
    }

    /** Milliseconds, or a number with ms, s, min, h or d; 0 means none. */
    static Setting<Long> millis(String name, String initial, String description) {
        return new Setting<>(name, description, initial, (n, text) -> {
            Matcher matcher = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw invalid(n, "milliseconds or a span like '30s' or '5min'", text);
            }
            long unit = switch (Optional.ofNullable(matcher.group(2)).orElse("ms")) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "min" -> 60_000;
                case "h" -> 3_600_000;
                default -> 86_400_000;
            };
            return inRange(n, Long.parseLong(matcher.group(1)), 0, Integer.MAX_VALUE * 1000L / unit, text) * unit;
        });
    }

    /** Bytes, or a number with kB, MB or GB; 0 means the server's limit. */
    static Setting<Long> bytes(String name, String initial, long least, String description) {
        return new Setting<>(name, description, initial, (n, text) -> {
            Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw invalid(n, "bytes or a size like '512MB' or '2GB'", text);
            }
            int shift = switch (Optional.ofNullable(matcher.group(2)).orElse("b")) {
                case "b" -> 0;
                case "kb" -> 10;
                case "mb" -> 20;
                default -> 30;
            };
            long bytes = Long.parseLong(matcher.group(1)) << shift;
            return bytes == 0 ? 0 : inRange(n, bytes, least, 1L << 50, text);
        });
    }

    static Setting<ZoneId> zone(String name, String initial, String description) {
        return new Setting<>(name, description, initial, (n, text) -> {
            try {
                return ZoneId.of(text.strip(), ZoneId.SHORT_IDS);
            } catch (DateTimeException e) {
                throw invalid(n, "a zone like 'Asia/Shanghai', 'UTC' or '+08:00'", text);
            }
        });
    }

    /** A text that is kept and has no effect here: clients set it and expect to read it back. */
    static Setting<String> text(String name, String initial, String description) {
        return new Setting<>(name, description, initial, (n, text) -> text);
    }

    private static long inRange(String name, long value, long least, long most, String text) {
        if (value < least || value > most) {
            throw invalid(name, "a value from " + least + " to " + most, text);
        }
        return value;
    }

    static MillraceException invalid(String name, String expected, String found) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "setting " + name + ": expected " + expected + ", found '" + found + "'");
    }
}
