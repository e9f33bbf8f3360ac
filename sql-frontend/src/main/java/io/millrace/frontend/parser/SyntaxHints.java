package io.millrace.frontend.parser;

import static io.millrace.frontend.parser.generated.MillraceParserConstants.*;

import io.millrace.frontend.parser.generated.Token;
import java.util.List;
import java.util.Locale;

/** What a user most likely meant. */
final class SyntaxHints {
    private static final List<String> CLAUSES =
            List.of("WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "JOIN", "INNER", "LEFT", "RIGHT", "UNION", "FROM");
    private static final int TYPO_DISTANCE_MAX = 2;

    private SyntaxHints() {}

    /** A hint, or null. */
    static String of(Token before, Token found, List<String> expected) {
        if (found.image.equals("=") && before != null && before.image.equals("=")) {
            return "equality is written =";
        }
        if (found.image.equalsIgnoreCase("FROM") && expected.contains("an expression")) {
            return "remove the comma before FROM";
        }
        if (expected.contains(")") && (found.kind == EOF || found.kind == FROM || found.kind == SEMICOLON)) {
            return "a parenthesis is not closed";
        }
        if (ContextualWords.isWord(found)) {
            String hint = ofWord(found, expected);
            if (hint != null) {
                return hint;
            }
        }
        // A misspelt keyword after a table or column reads as its alias, and the error comes at the next token.
        String closest = before == null || before.kind != IDENTIFIER ? null : closest(before.image, CLAUSES);
        return closest == null ? null : "did you mean " + closest + " instead of " + before.image + "?";
    }

    private static String ofWord(Token found, List<String> expected) {
        String closest = closest(found.image, expected);
        if (closest != null) {
            return "did you mean " + closest + "?";
        }
        if (expected.contains("a name") && found.kind != IDENTIFIER) {
            return "'" + found.image + "' is reserved; as a name it is written \"" + found.image.toLowerCase(Locale.ROOT) + "\"";
        }
        return null;
    }

    private static String closest(String image, List<String> candidates) {
        String word = image.toUpperCase(Locale.ROOT);
        String closest = null;
        int least = TYPO_DISTANCE_MAX + 1;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < least && distance > 0 && distance < word.length() / 2 + 1 && candidate.length() > 1) {
                closest = candidate;
                least = distance;
            }
        }
        return closest;
    }

    /** Levenshtein's, with neighbours swapped as one step. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
