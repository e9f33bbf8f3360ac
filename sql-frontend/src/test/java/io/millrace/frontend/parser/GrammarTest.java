package io.millrace.frontend.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of texts and what comes of them: the statements' records, or the error with its position, message and [hint]. */
class GrammarTest {
    record Case(String sql, String expected) {
        @Override
        public String toString() {
            return sql.replace('\n', ' ');
        }
    }

    static Stream<Case> accepted() throws IOException {
        return cases("/parser/accepted.txt");
    }

    static Stream<Case> refused() throws IOException {
        return cases("/parser/refused.txt");
    }

    @ParameterizedTest
    @MethodSource
    void accepted(Case given) {
        assertEquals(given.expected, outcome(given.sql));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Case given) {
        assertEquals(given.expected, outcome(given.sql));
    }

    private static String outcome(String sql) {
        try {
            return StatementParser.parse(sql).stream().map(p -> p.statement().getClass().getSimpleName()).collect(Collectors.joining(" "));
        } catch (MillraceException e) {
            return e.code() + " " + e.position().map(Object::toString).orElse("-") + " " + e.getMessage()
                    + e.hint().map(h -> " [" + h + "]").orElse("");
        }
    }

    private static Stream<Case> cases(String resource) throws IOException {
        try (InputStream in = GrammarTest.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?<=\n)\n(?=[^>])")).map(String::strip).filter(block -> !block.isEmpty()).map(block -> {
                int mark = block.lastIndexOf("\n>> ");
                return new Case(block.substring(0, mark), block.substring(mark + 4));
            });
        }
    }
}
