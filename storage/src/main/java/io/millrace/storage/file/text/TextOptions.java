package io.millrace.storage.file.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A file format's options as users write them, with errors that say which are known. Names are case-insensitive. */
public final class TextOptions {
    /** Options of every format, read elsewhere. */
    private static final Set<String> COMMON =
            Set.of("location", "path", "format", "hive_partitioning", "on_error", "reject_table", "compression");

    private final String format;
    private final Map<String, String> options;

    /** @throws MillraceException INVALID_PARAMETER for an option that is not in {@code known} */
    public TextOptions(String format, Map<String, String> options, Set<String> known) {
        this.format = format;
        this.options = options;
        for (String name : options.keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!known.contains(lower) && !COMMON.contains(lower)) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "format " + format + " has no option " + name + ", expected one of " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    /** The first of several names that is given. */
    public Optional<String> text(String... names) {
        for (String name : names) {
            for (Map.Entry<String, String> option : options.entrySet()) {
                if (option.getKey().equalsIgnoreCase(name)) {
                    return Optional.of(option.getValue());
                }
            }
        }
        return Optional.empty();
    }

    public Optional<Boolean> flag(String name) {
        return text(name).map(value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw invalid(name, value, "true or false");
        });
    }

    public int number(String name, int byDefault, int most) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(value.get().strip());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below
        }
        throw invalid(name, value.get(), "a number from 0 to " + most);
    }

    public MillraceException invalid(String name, String found, String expected) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER,
                "option " + name + " of format " + format + ": expected " + expected + ", found '" + found + "'");
    }
}
