package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.parser.generated.TokenMgrError;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.TransactionControl;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;

/**
 * Text to statements. Reads the first words of each statement and hands over to the parser of its kind; queries and expressions inside go through the
 * grammar that is generated from Calcite's. Stateless and thread-safe.
 */
public final class StatementParser {
    /** Longest text that is parsed, in UTF-16 units. */
    public static final int TEXT_LENGTH_MAX = 8 << 20;

    private static final String[] STARTS = {
            "SELECT", "CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY", "SUBSCRIBE", "EXPLAIN",
            "ANALYZE", "VERIFY", "SHOW",
            "DESCRIBE", "KILL", "SET", "RESET", "USE", "WITH", "VALUES", "TABLE", "REFRESH", "GRANT", "REVOKE", "BEGIN", "COMMIT",
            "ROLLBACK"
    };

    private StatementParser() {}

    /** One statement of a text, with its own part of it (no semicolon, no surrounding space or comments, no password). */
    public record Parsed(Statement statement, String sql) {}

    /**
     * All statements of a text, in order; empty ones between semicolons are skipped.
     *
     * @throws MillraceException SYNTAX_ERROR, STATEMENT_TOO_LARGE, STATEMENT_TOO_COMPLEX, with the position in {@code text}
     */
    public static List<Parsed> parse(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new MillraceException(ErrorCode.STATEMENT_TOO_LARGE,
                    "the SQL text has " + text.length() + " characters, at most " + TEXT_LENGTH_MAX + " are taken")
                    .withHint("load data with COPY or POST /v1/ingest/NAME instead of long INSERT statements");
        }
        try {
            NestingCheck.check(text);
            return parseAll(new TokenCursor(new SourceText(text)));
        } catch (MillraceException e) {
            throw UserParser.discreet(text, e);
        } catch (TokenMgrError e) {
            throw SyntaxErrors.of(e);
        } catch (CalciteContextException e) {
            throw SyntaxErrors.of(e);
        } catch (CalciteException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "syntax error: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX,
                    "the statement is too complex: its expressions form too long a chain",
                    new SourcePosition(1, 1), "split it, or use IN and lists instead of long chains of OR", null);
        }
    }

    /** The only statement of a text. */
    public static Parsed parseOne(String text) {
        List<Parsed> all = parse(text);
        if (all.size() != 1) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "expected one statement, found " + all.size());
        }
        return all.get(0);
    }

    private static List<Parsed> parseAll(TokenCursor cursor) {
        List<Parsed> statements = new ArrayList<>();
        while (true) {
            while (cursor.accept(";")) {
                // Empty statements are fine.
            }
            if (cursor.atEnd()) {
                return statements;
            }
            var first = cursor.peek();
            Statement statement = statement(cursor);
            statements.add(new Parsed(statement, UserParser.shown(statement, cursor.textSince(first))));
            if (cursor.at("RETURNING")) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "RETURNING is not supported").at(cursor.position())
                        .withHint("read the rows with a SELECT after the change");
            }
            if (!cursor.atEnd()) {
                throw cursor.unexpected(SyntaxErrors.END);
            }
        }
    }

    static Statement statement(TokenCursor cursor) {
        if (cursor.at("CREATE")) {
            return CreateParser.parse(cursor);
        }
        if (cursor.at("INSERT") || cursor.at("UPDATE") || cursor.at("DELETE") || cursor.at("MERGE") || cursor.at("TRUNCATE")
                || cursor.at("COPY")) {
            return ChangeParser.parse(cursor);
        }
        if (cursor.at("SELECT") || cursor.at("WITH") || cursor.at("VALUES") || cursor.at("TABLE") || cursor.at("(")) {
            return QueryParser.query(cursor);
        }
        Statement statement = CommandParser.parse(cursor);
        if (statement == null) {
            Statement control = transaction(cursor);
            if (control != null) {
                return control;
            }
            throw cursor.unknownStatement(STARTS);
        }
        return statement;
    }

    /** BEGIN [WORK | TRANSACTION], START TRANSACTION, COMMIT, END, ROLLBACK, ABORT; null if it is none of these. */
    private static Statement transaction(TokenCursor cursor) {
        SourcePosition position = cursor.position();
        TransactionControl.Kind kind;
        if (cursor.accept("BEGIN") || cursor.accept("START", "TRANSACTION")) {
            kind = TransactionControl.Kind.BEGIN;
        } else if (cursor.accept("COMMIT") || cursor.accept("END")) {
            kind = TransactionControl.Kind.COMMIT;
        } else if (cursor.accept("ROLLBACK") || cursor.accept("ABORT")) {
            kind = TransactionControl.Kind.ROLLBACK;
        } else if (cursor.at("SAVEPOINT") || cursor.at("RELEASE")) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "savepoints inside of a transaction are not supported")
                    .at(position);
        } else {
            return null;
        }
        if (!cursor.accept("WORK")) {
            cursor.accept("TRANSACTION");
        }
        if (cursor.at("TO") || cursor.at("AND", "CHAIN") || cursor.at("PREPARED")) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a transaction is committed or rolled back as a whole")
                    .at(cursor.position());
        }
        if (kind == TransactionControl.Kind.BEGIN) {
            cursor.accept("READ", "WRITE");
            if (cursor.at("READ", "ONLY") || cursor.at("ISOLATION", "LEVEL") && !cursor.accept("ISOLATION", "LEVEL", "READ", "COMMITTED")) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                        "transactions are READ WRITE and of isolation level READ COMMITTED")
                        .at(cursor.position());
            }
            cursor.accept("READ", "WRITE");
        }
        return new TransactionControl(kind, position);
    }
}
