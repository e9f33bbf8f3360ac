package io.millrace.common.catalog;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Which options of WITH (…) hold what nobody should read: never shown, logged or put into messages. */
public final class SecretOptions {
    /** What stands in a secret's place. */
    public static final String HIDDEN = "…";

    private static final String[] PARTS =
            {"password", "passwd", "secret", "jaas", "token", "credential", "keystore.key", "user-info", "userinfo"};

    private static final Pattern WITH = Pattern.compile("\\bwith\\b\\s*\\(", Pattern.CASE_INSENSITIVE);

    private SecretOptions() {}

    public static boolean isSecret(String option) {
        String lower = option.toLowerCase(Locale.ROOT);
        for (String part : PARTS) {
            if (lower.contains(part)) {
                return true;
            }
        }
        return false;
    }

    public static Map<String, String> hidden(Map<String, String> options) {
        Map<String, String> shown = new HashMap<>(options);
        shown.replaceAll((option, value) -> isSecret(option) ? HIDDEN : value);
        return shown;
    }

    /** A statement's text without the secrets among its options; cut off before its options where a secret is written otherwise than between quotes. */
    public static String hide(String sql, Map<String, String> options) {
        String shown = sql;
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (isSecret(option.getKey())) {
                shown = shown.replace("'" + option.getValue().replace("'", "''") + "'", "'" + HIDDEN + "'");
                if (shown.equals(sql) || shown.contains(option.getValue())) {
                    return WITH.split(sql, 2)[0] + "WITH (" + HIDDEN + ")";
                }
            }
        }
        return shown;
    }

    /** Whether a text that could not be read may hold a secret of options. */
    public static boolean mayBeIn(String sql) {
        return WITH.matcher(sql).find() && isSecret(sql);
    }
}
