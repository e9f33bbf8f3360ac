package io.millrace.testkit.tpcds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One of TPC-DS's queries, standard text with the qualification's values: 99, of which four have a second one ({@code 14b}, {@code 23b}, {@code 24b},
 * {@code 39a}). The texts are those of Trino's benchmarks, read from their library; what is missing there lies beside this class as resources, where
 * the names that end in {@code s} keep the specification's own spelling of a query (a name of the SELECT list within an ORDER BY expression).
 *
 * @param name such as {@code 5} or {@code 14b}
 */
public record TpcdsQuery(String name, String text) {
    private static final List<String> BESIDE = List.of("14b", "23b", "24b", "36s", "39a", "70s", "86s");

    /** The library quotes every name, and not always in one case, where the specification quotes those alone that need it. */
    private static final Pattern QUOTED = Pattern.compile("\"(\\w+)\"");

    /** In the order of their numbers. */
    public static List<TpcdsQuery> all() {
        List<TpcdsQuery> all = new ArrayList<>();
        for (int number = 1; number <= 99; number++) {
            String text = read("/sql/presto/tpcds/q%02d.sql".formatted(number));
            all.add(new TpcdsQuery(String.valueOf(number),
                    QUOTED.matcher(text.replace("${database}.${schema}.", "")).replaceAll(name -> plain(name.group(1)))));
            for (String variant : BESIDE) {
                if (variant.startsWith(number + "") && variant.length() == String.valueOf(number).length() + 1) {
                    all.add(new TpcdsQuery(variant, read("/tpcds/q" + variant + ".sql")));
                }
            }
        }
        return all;
    }

    public static TpcdsQuery named(String name) {
        return all().stream().filter(query -> query.name().equals(name)).findFirst().orElseThrow();
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("year") || lower.equals("at") ? "\"" + lower + "\"" : name;
    }

    private static String read(String resource) {
        try (InputStream in = TpcdsQuery.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Q" + name;
    }
}
