package io.millrace.frontend.parser;

import io.millrace.cluster.access.Privilege;
import io.millrace.common.catalog.SecretOptions;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.security.Secret;
import io.millrace.frontend.statement.AlterUser;
import io.millrace.frontend.statement.CreateSink;
import io.millrace.frontend.statement.CreateStream;
import io.millrace.frontend.statement.CreateUser;
import io.millrace.frontend.statement.DropUser;
import io.millrace.frontend.statement.Explain;
import io.millrace.frontend.statement.GrantPrivileges;
import io.millrace.frontend.statement.GrantRoles;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Users, roles and grants. What is wrong is said without what was found: it may be a password. */
final class UserParser {
    private static final Pattern MAY_HOLD_PASSWORD =
            Pattern.compile("\\buser\\b.*\\bpassword\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern FOUND_WORD = Pattern.compile(" at '.*'(?=, expected |$)", Pattern.DOTALL);
    private static final String USER_NAME = "a user's name";
    private static final String ROLE_NAME = "a role's name";
    private static final String PASSWORD = "PASSWORD";

    private UserParser() {}

    /** After CREATE USER. */
    static Statement createUser(TokenCursor cursor, SourcePosition position) {
        boolean ifNotExists = CreateParser.ifNotExists(cursor);
        String name = cursor.identifier(USER_NAME);
        cursor.accept("WITH");
        if (!cursor.accept(PASSWORD)) {
            throw unexpected(cursor, "PASSWORD '…'");
        }
        Secret password = password(cursor);
        List<String> roles = roles(cursor);
        requireEnd(cursor, "WITH ROLE or the end");
        return new CreateUser(name, ifNotExists, Optional.of(password), roles, position);
    }

    /** After CREATE ROLE. */
    static Statement createRole(TokenCursor cursor, SourcePosition position) {
        boolean ifNotExists = CreateParser.ifNotExists(cursor);
        return new CreateUser(cursor.identifier(ROLE_NAME), ifNotExists, Optional.empty(), roles(cursor), position);
    }

    private static List<String> roles(TokenCursor cursor) {
        return cursor.accept("WITH", "ROLE") || cursor.accept("IN", "ROLE") || cursor.accept("ROLE") ? names(cursor, ROLE_NAME) : List.of();
    }

    /** After ALTER USER. */
    static Statement alterUser(TokenCursor cursor, SourcePosition position) {
        String name = cursor.identifier(USER_NAME);
        if (!cursor.accept("WITH", PASSWORD) && !cursor.accept("SET", PASSWORD) && !cursor.accept(PASSWORD)) {
            throw unexpected(cursor, "PASSWORD '…'");
        }
        Secret password = password(cursor);
        requireEnd(cursor, "the end");
        return new AlterUser(name, password, position);
    }

    /** After DROP USER and DROP ROLE. */
    static Statement drop(TokenCursor cursor, boolean role, SourcePosition position) {
        boolean ifExists = cursor.accept("IF", "EXISTS");
        return new DropUser(cursor.identifier(role ? ROLE_NAME : USER_NAME), role, ifExists, position);
    }

    /** After GRANT and REVOKE. */
    static Statement grant(TokenCursor cursor, boolean revoke, SourcePosition position) {
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        List<String> roles = new ArrayList<>();
        if (cursor.accept("ALL")) {
            cursor.accept("PRIVILEGES");
            privileges.addAll(EnumSet.allOf(Privilege.class));
        } else {
            do {
                roles.add(cursor.identifier("a privilege or a role"));
            } while (cursor.accept(","));
        }
        if (!cursor.accept("ON")) {
            if (!privileges.isEmpty() || !cursor.accept(revoke ? "FROM" : "TO")) {
                throw cursor.unexpected("ON", revoke ? "FROM" : "TO");
            }
            return new GrantRoles(roles, names(cursor, USER_NAME), revoke, position);
        }
        for (String word : roles) {
            privileges.add(privilege(word, position));
        }
        Optional<String> schema = cursor.accept("SCHEMA") ? Optional.of(cursor.identifier("a schema's name")) : Optional.empty();
        Optional<QualifiedName> object = schema.isPresent() ? Optional.empty() : Optional.of(object(cursor));
        if (object.isPresent() && roles.isEmpty()) {
            privileges.remove(Privilege.CREATE);
        }
        if (object.isPresent() && privileges.contains(Privilege.CREATE)) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "CREATE is granted on schemas").at(position);
        }
        cursor.expect(revoke ? "FROM" : "TO");
        return new GrantPrivileges(List.copyOf(privileges), object, schema, names(cursor, USER_NAME), revoke, position);
    }

    private static QualifiedName object(TokenCursor cursor) {
        if (!cursor.accept("TABLE") && !cursor.accept("STREAM") && !cursor.accept("MATERIALIZED", "VIEW")) {
            cursor.accept("VIEW");
        }
        return cursor.qualifiedName("a name");
    }

    private static Privilege privilege(String word, SourcePosition position) {
        for (Privilege privilege : Privilege.values()) {
            if (privilege.name().equals(word.toUpperCase(Locale.ROOT))) {
                return privilege;
            }
        }
        throw new MillraceException(ErrorCode.SYNTAX_ERROR,
                "'" + word + "' is no privilege, expected SELECT, INSERT, UPDATE, DELETE, CREATE or ALL").at(position);
    }

    private static List<String> names(TokenCursor cursor, String what) {
        List<String> names = new ArrayList<>();
        do {
            names.add(cursor.identifier(what));
        } while (cursor.accept(","));
        return names;
    }

    private static Secret password(TokenCursor cursor) {
        if (!cursor.atString()) {
            throw unexpected(cursor, "a password in quotes");
        }
        SourcePosition position = cursor.position();
        try {
            return new Secret(cursor.string("a password in quotes"));
        } catch (MillraceException e) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "the password is not a string literal").at(position);
        }
    }

    private static void requireEnd(TokenCursor cursor, String expected) {
        if (!cursor.atEnd()) {
            throw unexpected(cursor, expected);
        }
    }

    private static MillraceException unexpected(TokenCursor cursor, String expected) {
        return new MillraceException(ErrorCode.SYNTAX_ERROR, "syntax error, expected " + expected).at(cursor.position());
    }

    /** The error of a text that may hold a password, without the word that was met. */
    static MillraceException discreet(String text, MillraceException error) {
        if (!MAY_HOLD_PASSWORD.matcher(text).find() && !SecretOptions.mayBeIn(text)) {
            return error;
        }
        String message = FOUND_WORD.matcher(error.getMessage()).replaceFirst("");
        return new MillraceException(error.code(), message, error.position().orElse(null), error.hint().orElse(null), null);
    }

    /** A statement's text as it may be kept and shown: without its password. */
    static String shown(Statement statement, String sql) {
        return switch (statement) {
            case CreateUser user when user.password().isPresent() -> "CREATE USER " + SqlText.name(user.name()) + " PASSWORD '…'";
            case AlterUser user -> "ALTER USER " + SqlText.name(user.name()) + " PASSWORD '…'";
            case Explain explain -> explain.statement() instanceof CreateUser || explain.statement() instanceof AlterUser
                    ? "EXPLAIN " + shown(explain.statement(), "") : shown(explain.statement(), sql);
            case CreateStream stream -> SecretOptions.hide(sql, stream.options());
            case CreateSink sink -> SecretOptions.hide(sql, sink.options());
            default -> sql;
        };
    }
}
