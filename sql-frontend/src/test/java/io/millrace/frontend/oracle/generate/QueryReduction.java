package io.millrace.frontend.oracle.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a query smaller by leaving out runs of tokens, as long as what is asked of it holds. */
final class QueryReduction {
    private static final Pattern TOKEN = Pattern.compile("'[^']*'|[\\p{L}_][\\p{L}\\p{N}_.]*|[0-9.]+|<>|<=|>=|\\|\\||\\S");

    /** Queries that are tried at most. */
    private static final int TRIES_MAX = 600;

    private QueryReduction() {}

    static String smallest(String sql, Predicate<String> holds) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        boolean smaller = true;
        int tries = 0;
        while (smaller && tries < TRIES_MAX) {
            smaller = false;
            for (int length = tokens.size() - 1; length > 0; length--) {
                for (int from = 0; from + length <= tokens.size(); from++) {
                    List<String> removed = tokens.subList(from, from + length);
                    if (!balanced(removed)) {
                        continue;
                    }
                    for (List<String> instead : List.of(List.<String>of(), List.of("NULL"), inner(removed))) {
                        List<String> candidate = new ArrayList<>(tokens.subList(0, from));
                        candidate.addAll(instead);
                        candidate.addAll(tokens.subList(from + length, tokens.size()));
                        if (candidate.size() < tokens.size() && determined(candidate) && tries++ < TRIES_MAX
                                && holds.test(String.join(" ", candidate))) {
                            tokens = candidate;
                            smaller = true;
                            length = Math.min(length, tokens.size() - 1);
                            from = Math.max(-1, from - 1);
                            break;
                        }
                    }
                }
            }
        }
        return String.join(" ", tokens);
    }

    private static List<String> inner(List<String> tokens) {
        return tokens.size() > 2 && tokens.get(0).equals("(") && tokens.get(tokens.size() - 1).equals(")")
                && balanced(tokens.subList(1, tokens.size() - 1))
                        ? tokens.subList(1, tokens.size() - 1) : List.of("NULL");
    }

    private static boolean balanced(List<String> tokens) {
        int depth = 0;
        for (String token : tokens) {
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }

    /** Whether no LIMIT or window is left without an order. */
    private static boolean determined(List<String> tokens) {
        long orders = tokens.stream().filter(t -> t.equals("ORDER")).count();
        long users = tokens.stream()
                .filter(t -> List
                        .of("LIMIT", "LAG", "LEAD", "ROW_NUMBER", "NTILE", "ROWS", "STRING_AGG", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE")
                        .contains(t))
                .count();
        return orders >= users;
    }
}
