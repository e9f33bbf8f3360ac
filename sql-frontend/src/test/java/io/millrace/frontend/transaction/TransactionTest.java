package io.millrace.frontend.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.oracle.SqlRows;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.SessionTransaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions beside one another, beside readers, over restarts and over HTTP. */
class TransactionTest {
    private static final int MOVES = 40;

    @TempDir
    Path directory;

    private static List<List<Object>> run(TestServer server, Session session, String sql) {
        return SqlRows.of(server.server().engine(), session, sql);
    }

    /** Money moves from one table to another; the sum over both is the same in every query. */
    @Test
    @Timeout(120)
    void readersNeverSeeHalf() throws Exception {
        try (TestServer server = new TestServer(directory, 5);
                ExecutorService threads = Executors.newFixedThreadPool(3, Thread.ofPlatform().name("transaction-test-", 0).factory())) {
            run(server, Session.initial(), "CREATE TABLE left_side (id INTEGER PRIMARY KEY, amount BIGINT)");
            run(server, Session.initial(), "CREATE TABLE right_side (id INTEGER PRIMARY KEY, amount BIGINT)");
            run(server, Session.initial(), "INSERT INTO left_side VALUES (1, 1000)");
            run(server, Session.initial(), "INSERT INTO right_side VALUES (1, 0)");
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> readers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                readers.add(threads.submit(() -> {
                    while (!done.get()) {
                        assertEquals(List.of(List.of(1000L)), run(server, Session.initial(),
                                "SELECT CAST((SELECT SUM(amount) FROM left_side) + (SELECT SUM(amount) FROM right_side) AS BIGINT)"));
                    }
                    return null;
                }));
            }
            try {
                for (int i = 0; i < MOVES; i++) {
                    Session session = Session.initial();
                    run(server, session, "BEGIN");
                    run(server, session, "UPDATE left_side SET amount = amount - 7");
                    run(server, session, "UPDATE right_side SET amount = amount + 7");
                    run(server, session, i % 4 == 3 ? "ROLLBACK" : "COMMIT");
                }
            } finally {
                done.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
            assertEquals(List.of(List.of(1000L - 7 * 30)), run(server, Session.initial(), "SELECT amount FROM left_side"));
        }
        try (TestServer server = new TestServer(directory, 5)) {
            assertEquals(List.of(List.of(7L * 30)), run(server, Session.initial(), "SELECT amount FROM right_side"));
        }
    }

    /** Two writers count the same row up, each in transactions: none is lost. */
    @Test
    @Timeout(120)
    void writersOfOneTableTakeTurns() throws Exception {
        try (TestServer server = new TestServer(directory, 5);
                ExecutorService threads = Executors.newFixedThreadPool(2, Thread.ofPlatform().name("transaction-test-", 0).factory())) {
            run(server, Session.initial(), "CREATE TABLE counter (n BIGINT)");
            run(server, Session.initial(), "CREATE TABLE history (writer INTEGER, i INTEGER)");
            run(server, Session.initial(), "INSERT INTO counter VALUES (0)");
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                int id = writer;
                writers.add(threads.submit(() -> {
                    Session session = Session.initial();
                    for (int i = 0; i < 20; i++) {
                        run(server, session, "BEGIN");
                        run(server, session, "UPDATE counter SET n = n + 1");
                        run(server, session, "INSERT INTO history VALUES (" + id + ", " + i + ")");
                        run(server, session, "COMMIT");
                    }
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertEquals(List.of(List.of(40L)), run(server, Session.initial(), "SELECT n FROM counter"));
            assertEquals(List.of(List.of(40L)), run(server, Session.initial(), "SELECT COUNT(*) FROM history"));
        }
    }

    /** While one statement is in the transaction no other gets in, and whoever ends it waits for that one. */
    @Test
    void oneStatementAtATimeIsInATransaction() {
        try (TestServer server = new TestServer(directory, 5)) {
            Session session = Session.initial();
            run(server, session, "CREATE TABLE t (id INTEGER)");
            run(server, session, "BEGIN");
            run(server, session, "INSERT INTO t VALUES (1)");
            SessionTransaction transaction = session.transaction().orElseThrow();
            assertTrue(transaction.enter());
            MillraceException refused = assertThrows(MillraceException.class, () -> run(server, session, "INSERT INTO t VALUES (2)"));
            assertEquals(ErrorCode.ACTIVE_TRANSACTION, refused.code());
            session.abandon();
            transaction.leave(0);
            run(server, Session.initial(), "INSERT INTO t VALUES (3)");
            assertEquals(List.of(List.of(3)), run(server, Session.initial(), "SELECT id FROM t"));
        }
    }

    @Test
    void streamsTakeNoRowsInATransaction() {
        try (TestServer server = new TestServer(directory, 5)) {
            Session session = Session.initial();
            run(server, session, "CREATE STREAM s (id INTEGER)");
            run(server, session, "BEGIN");
            MillraceException refused = assertThrows(MillraceException.class, () -> run(server, session, "INSERT INTO s VALUES (1)"));
            assertEquals(ErrorCode.ACTIVE_TRANSACTION, refused.code());
            run(server, session, "ROLLBACK");
            assertEquals(List.of(), run(server, session, "SELECT id FROM s"));
        }
    }

    @Test
    void aScriptOverHttpIsAllOrNothing() throws Exception {
        try (TestServer server = new TestServer(directory, 5)) {
            server.sql("CREATE TABLE t (id INTEGER PRIMARY KEY)", "");
            assertEquals(400, server.sql("BEGIN; INSERT INTO t VALUES (1); INSERT INTO t VALUES (1); COMMIT", "").statusCode());
            assertEquals(200, server.sql("BEGIN; INSERT INTO t VALUES (2)", "").statusCode());
            assertEquals(200, server.sql("INSERT INTO t VALUES (4)", "").statusCode());
            assertEquals(200, server.sql("BEGIN; INSERT INTO t VALUES (5); COMMIT; SELECT id FROM t", "?format=csv").statusCode());
            assertEquals("id\n4\n5\n", server.sql("SELECT id FROM t ORDER BY id", "?format=csv").body().replace("\r", ""));
        }
    }

    @Test
    void whatIsNotCommittedIsGone() {
        try (TestServer server = new TestServer(directory, 5)) {
            Session session = Session.initial();
            run(server, session, "CREATE TABLE t (id INTEGER)");
            run(server, session, "BEGIN");
            run(server, session, "INSERT INTO t VALUES (1)");
            assertEquals(List.of(List.of(0L)), run(server, Session.initial(), "SELECT COUNT(*) FROM t"));
            MillraceException error = assertThrows(MillraceException.class, () -> run(server, session, "SELECT COUNT(*) FROM t"));
            assertEquals(ErrorCode.FEATURE_NOT_SUPPORTED, error.code());
            session.abandon();
        }
        try (TestServer server = new TestServer(directory, 5)) {
            assertEquals(List.of(List.of(0L)), run(server, Session.initial(), "SELECT COUNT(*) FROM t"));
        }
    }
}
