package io.millrace.storage.format;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.Locale;
import java.util.Map;

/**
 * A format's options among all of a stream's or sink's. One that is meant for the key's or the value's format alone stands behind {@code key.} or
 * {@code value.}.
 *
 * @param prefix {@code key.} or {@code value.}
 */
public record FormatOptions(Map<String, String> options, String prefix) {
    public FormatOptions {
        options = Map.copyOf(options);
    }

    private String find(String name) {
        String own = options.get(prefix + name);
        return own == null ? options.get(name) : own;
    }

    public String text(String name, String otherwise) {
        String found = find(name);
        return found == null ? otherwise : found;
    }

    public boolean flag(String name, boolean otherwise) {
        String found = find(name);
        if (found == null) {
            return otherwise;
        }
        return switch (found.strip().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw invalid(name, "true or false", found);
        };
    }

    /** One ASCII character; 0 for the empty text. */
    public char character(String name, char otherwise) {
        String found = find(name);
        if (found == null) {
            return otherwise;
        }
        String one = found.equals("\\t") ? "\t" : found;
        if (one.isEmpty()) {
            return 0;
        }
        if (one.length() != 1 || one.charAt(0) > 127 || one.charAt(0) == '\n' || one.charAt(0) == '\r') {
            throw invalid(name, "one ASCII character", found);
        }
        return one.charAt(0);
    }

    /** @throws MillraceException INVALID_PARAMETER if it is not given */
    public String required(String name, String of) {
        String found = find(name);
        if (found == null || found.isBlank()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, of + " needs option " + name);
        }
        return found.strip();
    }

    static MillraceException invalid(String name, String expected, String found) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "option " + name + ": expected " + expected + ", found '" + found + "'");
    }
}
