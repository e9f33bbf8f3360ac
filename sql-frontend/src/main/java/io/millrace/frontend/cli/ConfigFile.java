package io.millrace.frontend.cli;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A file of settings, one a line: {@code name: value} or {@code name = value}; {@code #} begins a comment line. */
final class ConfigFile {
    static final ConfigFile EMPTY = new ConfigFile(null, Map.of());

    private final Path path;
    private final Map<String, String> values;
    private final TreeSet<String> known = new TreeSet<>();

    private ConfigFile(Path path, Map<String, String> values) {
        this.path = path;
        this.values = values;
    }

    static ConfigFile read(Path path) {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.CONFIGURATION_ERROR, "cannot read configuration file " + path, e);
        }
        Map<String, String> values = new LinkedHashMap<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int divider = firstOf(line, ':', '=');
            if (divider < 1) {
                throw new MillraceException(ErrorCode.CONFIGURATION_ERROR,
                        path + " line " + number + ": expected 'name: value', found '" + line + "'");
            }
            values.put(line.substring(0, divider).strip(), unquoted(line.substring(divider + 1).strip()));
        }
        return new ConfigFile(path, values);
    }

    private static int firstOf(String line, char a, char b) {
        int first = line.indexOf(a);
        int second = line.indexOf(b);
        return first < 0 ? second : second < 0 ? first : Math.min(first, second);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The value given on the command line, or else in this file. */
    Optional<String> value(String name, String given) {
        known.add(name);
        return Optional.ofNullable(given).or(() -> Optional.ofNullable(values.get(name)));
    }

    /** Refuses names that nobody asked for: a misspelt setting should not be passed over. */
    void requireAllUsed() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new MillraceException(ErrorCode.CONFIGURATION_ERROR,
                        path + ": unknown setting '" + name + "', expected one of " + String.join(", ", known));
            }
        }
    }
}
