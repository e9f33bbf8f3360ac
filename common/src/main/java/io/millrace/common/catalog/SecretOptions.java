package io.millrace.common.catalog;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which options of WITH (…) hold what nobody should read: never shown, logged or put into messages. */
public final class SecretOptions {
    /** What stands in a secret's place. */
    public static final String HIDDEN = "…";

    private static final String[] PARTS =
            {"password", "passwd", "secret", "jaas", "token", "credential", "keystore.key", "user-info", "userinfo"};

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

    /** A statement's text without the secrets among its options. */
    public static String hide(String sql, Map<String, String> options) {
        String shown = sql;
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (isSecret(option.getKey())) {
                shown = shown.replace("'" + option.getValue().replace("'", "''") + "'", "'" + HIDDEN + "'");
            }
        }
        return shown;
    }
}
