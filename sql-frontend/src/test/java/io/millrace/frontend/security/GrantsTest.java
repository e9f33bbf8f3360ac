package io.millrace.frontend.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what: a line of {@code user | statement | ok or the error's code}. */
class GrantsTest {
    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory.resolve("data"), 3);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String outcome(String user, String sql) {
        Session session = user.equals("server") ? Session.initial() : Session.of(user);
        try (StatementResult result = server.server().engine().runOne(sql, session)) {
            if (result instanceof StatementResult.Rows rows && rows.rows().bounded()) {
                RowTransfer.each(rows.rows(), batch -> {});
            }
            return "ok";
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.INTERNAL_ERROR) {
                throw e;
            }
            return e.code().name();
        }
    }

    private void script(String table) {
        StringBuilder expected = new StringBuilder();
        StringBuilder actual = new StringBuilder();
        table.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] cells = line.split("\\s*\\|\\s+");
            expected.append(line).append('\n');
            String outcome = outcome(cells[0].strip(), cells[1].strip().replace("${dir}", directory.toString()));
            actual.append(line, 0, line.length() - cells[2].length()).append(outcome).append('\n');
        });
        assertEquals(expected.toString(), actual.toString());
    }

    private static final String USERS = """
            server | CREATE USER root PASSWORD 'r' WITH ROLE admin | ok
            root | CREATE USER ann PASSWORD 'a' | ok
            root | CREATE USER bob PASSWORD 'b' | ok
            root | CREATE SCHEMA lab | ok
            root | GRANT CREATE ON SCHEMA lab TO ann | ok
            root | CREATE TABLE lab.secret (k INTEGER PRIMARY KEY, v VARCHAR) | ok
            root | INSERT INTO lab.secret VALUES (1, 'x') | ok
            """;

    @Test
    void whatWasNotGrantedIsDenied() {
        script(USERS + """
                ann | SELECT * FROM lab.secret | PERMISSION_DENIED
                ann | SELECT (SELECT MAX(k) FROM lab.secret) | PERMISSION_DENIED
                ann | WITH s AS (SELECT * FROM lab.secret) SELECT 1 FROM s | PERMISSION_DENIED
                ann | SELECT 1 WHERE EXISTS (SELECT 1 FROM lab.secret) | PERMISSION_DENIED
                ann | EXPLAIN SELECT * FROM lab.secret | PERMISSION_DENIED
                ann | INSERT INTO lab.secret VALUES (2, 'y') | PERMISSION_DENIED
                ann | INSERT INTO lab.secret DEFAULT VALUES | PERMISSION_DENIED
                ann | UPDATE lab.secret SET v = 'z' | PERMISSION_DENIED
                ann | DELETE FROM lab.secret | PERMISSION_DENIED
                ann | TRUNCATE lab.secret | PERMISSION_DENIED
                ann | MERGE INTO lab.secret AS t USING (VALUES (1)) AS s(k) ON t.k = s.k WHEN MATCHED THEN DELETE | PERMISSION_DENIED
                ann | DROP TABLE lab.secret | PERMISSION_DENIED
                ann | DROP SCHEMA lab CASCADE | PERMISSION_DENIED
                ann | ANALYZE lab.secret | PERMISSION_DENIED
                ann | CREATE TABLE lab.copy AS SELECT * FROM lab.secret | PERMISSION_DENIED
                ann | CREATE TABLE lab.shape (LIKE lab.secret) | PERMISSION_DENIED
                ann | CREATE VIEW lab.peek AS SELECT * FROM lab.secret | PERMISSION_DENIED
                ann | CREATE MATERIALIZED VIEW lab.peek AS SELECT COUNT(*) AS n FROM lab.secret | PERMISSION_DENIED
                ann | SUBSCRIBE TO (SELECT * FROM lab.secret) | PERMISSION_DENIED
                ann | CREATE TABLE public.t (a INTEGER) | PERMISSION_DENIED
                ann | CREATE SCHEMA mine | PERMISSION_DENIED
                ann | CREATE USER eve PASSWORD 'e' | PERMISSION_DENIED
                ann | CREATE ROLE r | PERMISSION_DENIED
                ann | DROP USER bob | PERMISSION_DENIED
                ann | ALTER USER bob PASSWORD 'x' | PERMISSION_DENIED
                ann | GRANT admin TO ann | PERMISSION_DENIED
                ann | GRANT SELECT ON lab.secret TO ann | PERMISSION_DENIED
                ann | GRANT SELECT ON SCHEMA lab TO ann | PERMISSION_DENIED
                ann | COPY (SELECT 1) TO '${dir}/out.csv' WITH (format = 'csv') | PERMISSION_DENIED
                ann | SELECT * FROM read_csv('${dir}/none.csv') | PERMISSION_DENIED
                ann | CREATE EXTERNAL TABLE lab.e WITH (location = '/etc/passwd', format = 'csv') | PERMISSION_DENIED
                ann | SELECT * FROM sys.queries | PERMISSION_DENIED
                ann | ALTER USER ann PASSWORD 'aa' | ok
                ann | SELECT COUNT(*) FROM information_schema.tables | ok
                ann | SELECT 1 | ok
                ghost | SELECT 1 | AUTHENTICATION_REQUIRED
                """);
    }

    @Test
    void grantsAreForWhatTheyNameAndGoWhenTheyAreRevoked() {
        script(USERS + """
                root | GRANT SELECT ON lab.secret TO ann | ok
                ann | SELECT * FROM lab.secret | ok
                ann | INSERT INTO lab.secret VALUES (2, 'y') | PERMISSION_DENIED
                root | GRANT INSERT ON TABLE lab.secret TO ann | ok
                ann | INSERT INTO lab.secret VALUES (2, 'y') | ok
                ann | INSERT INTO lab.secret VALUES (2, 'z') ON CONFLICT (k) DO NOTHING | ok
                ann | INSERT INTO lab.secret VALUES (2, 'z') ON CONFLICT (k) DO UPDATE SET v = excluded.v | PERMISSION_DENIED
                root | GRANT UPDATE, DELETE ON lab.secret TO ann | ok
                ann | INSERT INTO lab.secret VALUES (2, 'z') ON CONFLICT (k) DO UPDATE SET v = excluded.v | ok
                ann | UPDATE lab.secret SET v = 'w' WHERE k = 2 | ok
                ann | DELETE FROM lab.secret WHERE k = 2 | ok
                root | REVOKE ALL ON lab.secret FROM ann | ok
                ann | SELECT * FROM lab.secret | PERMISSION_DENIED
                root | CREATE ROLE readers | ok
                root | GRANT SELECT ON SCHEMA lab TO readers | ok
                root | GRANT readers TO ann, bob | ok
                bob | SELECT * FROM lab.secret | ok
                root | CREATE TABLE lab.later (a INTEGER) | ok
                bob | SELECT * FROM lab.later | ok
                root | REVOKE readers FROM bob | ok
                bob | SELECT * FROM lab.later | PERMISSION_DENIED
                ann | SELECT * FROM lab.later | ok
                root | DROP ROLE readers | ok
                ann | SELECT * FROM lab.later | PERMISSION_DENIED
                root | GRANT SELECT ON lab.none TO ann | UNDEFINED_TABLE
                root | GRANT SELECT ON lab.later TO nobody | UNDEFINED_OBJECT
                root | GRANT nonesuch TO ann | UNDEFINED_OBJECT
                root | GRANT CREATE ON lab.later TO ann | SYNTAX_ERROR
                root | DROP TABLE lab.later | ok
                """);
    }

    @Test
    void whoMakesAnObjectOwnsIt() {
        script(USERS + """
                ann | CREATE TABLE lab.mine (a INTEGER) | ok
                ann | INSERT INTO lab.mine VALUES (1) | ok
                ann | SELECT * FROM lab.mine | ok
                bob | SELECT * FROM lab.mine | PERMISSION_DENIED
                ann | GRANT SELECT ON lab.mine TO bob | ok
                bob | SELECT * FROM lab.mine | ok
                bob | GRANT SELECT ON lab.mine TO bob | PERMISSION_DENIED
                bob | DROP TABLE lab.mine | PERMISSION_DENIED
                ann | CREATE MATERIALIZED VIEW lab.totals AS SELECT COUNT(*) AS n FROM lab.mine | ok
                bob | SELECT * FROM lab.totals | PERMISSION_DENIED
                bob | SUBSCRIBE TO lab.totals | PERMISSION_DENIED
                bob | ALTER MATERIALIZED VIEW lab.totals PAUSE | PERMISSION_DENIED
                ann | GRANT SELECT ON lab.totals TO bob | ok
                bob | SELECT * FROM lab.totals | ok
                bob | SUBSCRIBE TO lab.totals | ok
                root | DROP USER ann | ok
                root | CREATE USER ann PASSWORD 'another' | ok
                ann | SELECT * FROM lab.mine | PERMISSION_DENIED
                root | DROP MATERIALIZED VIEW lab.totals | ok
                root | DROP TABLE lab.mine | ok
                """);
    }

    /** A view reads with its owner's rights; what the query names itself is asked of its user. */
    @Test
    void aViewShowsWhatItsOwnerMaySee() {
        script(USERS + """
                root | CREATE VIEW lab.shown AS SELECT k FROM lab.secret | ok
                root | GRANT SELECT ON lab.shown TO ann | ok
                ann | SELECT * FROM lab.shown | ok
                ann | SELECT * FROM lab.shown JOIN lab.secret USING (k) | PERMISSION_DENIED
                ann | SELECT * FROM lab.shown, lab."secret" | PERMISSION_DENIED
                ann | CREATE VIEW lab.again AS SELECT * FROM lab.shown | ok
                ann | GRANT SELECT ON lab.again TO bob | ok
                bob | SELECT * FROM lab.again | ok
                bob | SELECT * FROM lab.shown | PERMISSION_DENIED
                root | REVOKE SELECT ON lab.shown FROM ann | ok
                bob | SELECT * FROM lab.again | PERMISSION_DENIED
                ann | CREATE OR REPLACE VIEW lab.shown AS SELECT 1 AS k | PERMISSION_DENIED
                """);
    }

    @Test
    void thereAlwaysIsAnAdministrator() {
        script("""
                server | CREATE USER first PASSWORD 'f' | INVALID_PARAMETER
                server | CREATE ROLE r | ok
                server | CREATE USER first PASSWORD 'f' WITH ROLE admin | ok
                first | CREATE USER first PASSWORD 'g' | DUPLICATE_OBJECT
                first | CREATE USER IF NOT EXISTS first PASSWORD 'g' | ok
                first | CREATE ROLE admin | DUPLICATE_OBJECT
                first | DROP USER first | DEPENDENT_OBJECTS
                first | REVOKE admin FROM first | DEPENDENT_OBJECTS
                first | CREATE USER second PASSWORD 's' | ok
                first | DROP USER first | DEPENDENT_OBJECTS
                first | GRANT admin TO r | ok
                first | GRANT r TO second | ok
                first | GRANT r TO r | INVALID_PARAMETER
                second | DROP USER first | ok
                second | DROP ROLE r | DEPENDENT_OBJECTS
                second | DROP USER first | UNDEFINED_OBJECT
                second | DROP USER IF EXISTS first | ok
                second | DROP ROLE second | WRONG_OBJECT_TYPE
                """);
    }

    @Test
    void currentUserIsNoPartOfWhatOutlivesTheSession() {
        script("""
                server | CREATE TABLE t (a VARCHAR DEFAULT 'x') | ok
                server | INSERT INTO t VALUES (CURRENT_USER) | ok
                server | CREATE VIEW me AS SELECT CURRENT_USER AS u | ok
                server | SELECT * FROM me WHERE u = 'millrace' | ok
                server | CREATE MATERIALIZED VIEW m AS SELECT a, CURRENT_USER AS u FROM t | NOT_DETERMINISTIC
                server | SUBSCRIBE TO (SELECT a FROM t WHERE a = SESSION_USER) | NOT_DETERMINISTIC
                """);
    }

    @Test
    void filesAreNotWrittenBeforeTheRightIsAsked() {
        script(USERS + "ann | COPY (SELECT 1 AS a) TO '${dir}/out.csv' WITH (format = 'csv') | PERMISSION_DENIED\n");
        assertTrue(Files.notExists(directory.resolve("out.csv")));
    }
}
