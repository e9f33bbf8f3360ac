package io.millrace.frontend.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.sql.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements of the corpus with words left out, repeated, swapped and taken from others: whatever becomes of them, it is an answer or an error that has a
 * code, and it comes soon. {@code -Dmillrace.mutations=N} runs another number of them, {@code -Dmillrace.seed=N} others.
 */
class MutatedStatementsTest {
    private static final int STATEMENTS = Integer.getInteger("millrace.mutations", 1_500);
    private static final long SEED = Long.getLong("millrace.seed", 20_260_101);
    private static final long SECONDS_MAX = 5;
    /** The whole test ends after that, whatever is left. */
    private static final long TEST_SECONDS_MAX = STATEMENTS / 200 + 3L;

    private static final Pattern TOKEN = Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|\\w+|::|[<>=!|]{2}|\\S");
    private static final Pattern RUNNABLE = Pattern.compile("(?is)(SELECT|WITH|VALUES|EXPLAIN|INSERT|UPDATE|DELETE|\\()\\b?.*");

    private static final List<String> SPICE =
            List.of("NULL", "0", "-1", "9223372036854775807", "1e308", "0.1", "''", "'a'", "'2024-01-31'", "TRUE",
                    "(", ")", ",", "*", "-", "+", "/", "NOT", "AND", "OR", "IN", "IS", "BETWEEN", "LIKE", "CASE", "END", "CAST", "AS",
                    "INTEGER", "VARCHAR",
                    "DATE", "INTERVAL", "ARRAY", "[", "]", "ROW", "MAP", "SELECT", "FROM", "WHERE", "GROUP", "BY", "ORDER", "LIMIT", "OVER",
                    "PARTITION",
                    "DISTINCT", "UNION", "EXCEPT", "JOIN", "LEFT", "ON", "USING", "WITH", "EXISTS", "ALL", "ANY", "i", "s", "t", "u",
                    "count", "sum", "max",
                    "generate_series", "unnest", "::", "||", "^", ".", "$1", "?");

    @TempDir
    static Path directory;

    @Test
    void everyStatementIsAnsweredOrRefused() throws IOException {
        RandomGenerator random = new SplittableRandom(SEED);
        List<String> corpus = corpus();
        List<String> failures = new ArrayList<>();
        try (TestServer server = new TestServer(directory, SEED)) {
            SqlEngine engine = server.server().engine();
            Session session = Session.initial();
            run(engine, session, "SET statement_timeout = '1s'");
            run(engine, session, "SET memory_limit = '64MB'");
            for (String statement : Files.readString(Path.of("src/test/resources/oracle/tables.sql")).split(";\\s*\n")) {
                run(engine, session, statement);
            }
            long start = System.nanoTime();
            for (int i = 0; i < STATEMENTS && secondsSince(start) < TEST_SECONDS_MAX; i++) {
                String statement = mutated(corpus, random);
                if (RUNNABLE.matcher(statement).matches()) {
                    long before = System.nanoTime();
                    String failure = run(engine, session, statement);
                    failure = secondsSince(before) > SECONDS_MAX ? "took " + secondsSince(before) + " seconds" : failure;
                    if (!failure.isEmpty()) {
                        failures.add(statement + "\n  " + failure);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", failures));
    }

    private static long secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000_000;
    }

    /** Empty if all is well. */
    private static String run(SqlEngine engine, Session session, String sql) {
        try (StatementResult result = engine.runOne(sql, session)) {
            if (result instanceof StatementResult.Rows answer) {
                RowTransfer.each(answer.rows(), batch -> {});
            }
            return "";
        } catch (MillraceException e) {
            return e.code() == ErrorCode.INTERNAL_ERROR ? e.getMessage() : "";
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            return e.toString();
        }
    }

    private static List<String> corpus() throws IOException {
        List<String> statements = new ArrayList<>();
        for (Path path : files("src/test/resources/sql")) {
            SqlFile.parse(path.getFileName().toString(), Files.readString(path)).blocks().forEach(block -> statements.add(block.sql()));
        }
        for (Path path : files("src/test/resources/oracle")) {
            statements.addAll(List.of(Files.readString(path).replaceAll("(?m)^--.*$", "").split(";\\s*\n")));
        }
        return statements.stream().map(String::strip).filter(sql -> RUNNABLE.matcher(sql).matches()).toList();
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> paths = Files.list(Path.of(folder))) {
            return paths.sorted().toList();
        }
    }

    private static String mutated(List<String> corpus, RandomGenerator random) {
        List<String> tokens = tokens(corpus.get(random.nextInt(corpus.size())));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && !tokens.isEmpty(); i++) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(7)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
                case 2 -> tokens.set(at, SPICE.get(random.nextInt(SPICE.size())));
                case 3 -> tokens.add(at, SPICE.get(random.nextInt(SPICE.size())));
                case 4 -> tokens.set(at, tokens.set(random.nextInt(tokens.size()), tokens.get(at)));
                case 5 -> {
                    int until = Math.min(tokens.size(), at + 1 + random.nextInt(6));
                    tokens.addAll(until, List.copyOf(tokens.subList(at, until)));
                }
                default -> {
                    List<String> other = tokens(corpus.get(random.nextInt(corpus.size())));
                    int from = random.nextInt(other.size());
                    tokens.addAll(at, other.subList(from, Math.min(other.size(), from + 1 + random.nextInt(8))));
                }
            }
        }
        return String.join(" ", tokens);
    }

    private static List<String> tokens(String sql) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }
}
