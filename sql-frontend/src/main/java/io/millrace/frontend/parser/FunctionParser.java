package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.statement.CreateFunction;
import io.millrace.frontend.statement.DropFunction;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CREATE FUNCTION and DROP FUNCTION. */
final class FunctionParser {
    private static final String NAME = "a function's name";

    private FunctionParser() {}

    /** From behind the word FUNCTION. */
    static Statement create(TokenCursor cursor, boolean orReplace, SourcePosition position) {
        boolean ifNotExists = CreateParser.ifNotExists(cursor);
        QualifiedName name = cursor.qualifiedName(NAME);
        List<Field> parameters = parameters(cursor);
        cursor.expect("RETURNS");
        SqlType returns = ColumnParser.type(cursor);
        boolean deterministic = false;
        Optional<Boolean> nullOnNull = Optional.empty();
        while (!cursor.at("LANGUAGE")) {
            if (cursor.accept("DETERMINISTIC")) {
                deterministic = true;
            } else if (cursor.accept("NOT", "DETERMINISTIC")) {
                deterministic = false;
            } else if (cursor.accept("RETURNS", "NULL", "ON", "NULL", "INPUT")) {
                nullOnNull = Optional.of(true);
            } else if (cursor.accept("CALLED", "ON", "NULL", "INPUT")) {
                nullOnNull = Optional.of(false);
            } else {
                throw cursor.unexpected("DETERMINISTIC", "NOT DETERMINISTIC", "RETURNS NULL ON NULL INPUT", "CALLED ON NULL INPUT",
                        "LANGUAGE");
            }
        }
        cursor.expect("LANGUAGE");
        if (!cursor.accept("JAVA")) {
            throw cursor.unexpected("JAVA");
        }
        cursor.expect("AS");
        String code = cursor.string("a class, or a class and a method,");
        cursor.expect("USING");
        cursor.expect("JAR");
        String jar = cursor.string("the path of a jar");
        return new CreateFunction(name, orReplace, ifNotExists, parameters, returns, deterministic, nullOnNull, code, jar, position);
    }

    private static List<Field> parameters(TokenCursor cursor) {
        if (cursor.accept("(", ")")) {
            return List.of();
        }
        List<Field> fields = new ArrayList<>();
        cursor.parenthesized(c -> {
            SourcePosition position = c.position();
            String name = c.identifier("a parameter's name");
            if (fields.stream().anyMatch(f -> f.name().equals(name))) {
                throw new MillraceException(ErrorCode.DUPLICATE_COLUMN, "parameter " + name + " is given twice").at(position);
            }
            fields.add(new Field(name, ColumnParser.type(c), true));
            return null;
        });
        return fields;
    }

    /** From behind the word FUNCTION; the types of parameters may be given, as PostgreSQL has them. */
    static Statement drop(TokenCursor cursor, SourcePosition position) {
        boolean ifExists = cursor.accept("IF", "EXISTS");
        QualifiedName name = cursor.qualifiedName(NAME);
        if (cursor.at("(") && !cursor.accept("(", ")")) {
            cursor.parenthesized(ColumnParser::type);
        }
        cursor.accept("RESTRICT");
        return new DropFunction(name, ifExists, position);
    }
}
