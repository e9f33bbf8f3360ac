package io.millrace.exec.expression.datetime;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Zones by the names that SQL users write: region names in any case, the usual abbreviations, and offsets. An offset in a zone's name counts west of
 * Greenwich (POSIX's sign, as PostgreSQL has it): {@code AT TIME ZONE '-08:00'} is Shanghai's.
 */
final class ZoneNames {
    private static final Pattern OFFSET = Pattern.compile("(?:utc|gmt)?([+-])(\\d{1,2})(?::?(\\d{2}))?");
    private static final Map<String, Integer> ABBREVIATION_HOURS = Map.ofEntries(
            Map.entry("utc", 0), Map.entry("gmt", 0), Map.entry("z", 0), Map.entry("zulu", 0), Map.entry("est", -5), Map.entry("edt", -4),
            Map.entry("cst", -6), Map.entry("cdt", -5), Map.entry("mst", -7), Map.entry("mdt", -6), Map.entry("pst", -8),
            Map.entry("pdt", -7), Map.entry("akst", -9), Map.entry("akdt", -8), Map.entry("hst", -10), Map.entry("cet", 1),
            Map.entry("cest", 2), Map.entry("eet", 2), Map.entry("eest", 3), Map.entry("wet", 0), Map.entry("west", 1), Map.entry("bst", 1),
            Map.entry("msk", 3), Map.entry("jst", 9), Map.entry("kst", 9));
    private static final Map<String, String> REGIONS = ZoneId.getAvailableZoneIds().stream()
            .filter(id -> !id.startsWith("SystemV/"))
            .collect(Collectors.toUnmodifiableMap(id -> id.toLowerCase(Locale.ROOT), Function.identity(), (a, b) -> a));

    private ZoneNames() {}

    static ZoneId parse(String name) {
        String key = name.strip().toLowerCase(Locale.ROOT);
        Integer hours = ABBREVIATION_HOURS.get(key);
        if (hours != null) {
            return ZoneOffset.ofHours(hours);
        }
        String region = REGIONS.get(key);
        if (region != null) {
            return ZoneId.of(region);
        }
        Matcher offset = OFFSET.matcher(key);
        if (offset.matches()) {
            int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
            int seconds = Integer.parseInt(offset.group(2)) * 3600 + minutes * 60;
            if (seconds <= 18 * 3600 && minutes < 60) {
                return ZoneOffset.ofTotalSeconds("+".equals(offset.group(1)) ? -seconds : seconds);
            }
        }
        throw new MillraceException(ErrorCode.INVALID_PARAMETER, "time zone \"" + name + "\" not recognized");
    }
}
