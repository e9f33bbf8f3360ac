package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Functions over text and bytes. */
final class StringFunctions {
    private StringFunctions() {}

    static void addTo(FunctionTable table) {
        basics(table);
        searching(table);
        formats(table);
    }

    private static void basics(FunctionTable table) {
        table.add("lower(varchar) -> varchar", Function.LOWER, "Text in lower case.", "lower('ABC')").alias("lower", "lcase")
                .add("upper(varchar) -> varchar", Function.UPPER, "Text in upper case.", "upper('abc')").alias("upper", "ucase")
                .add("initcap(varchar) -> varchar", Function.INITCAP, "Every word with a capital.", "initcap('hello world')")
                .add("char_length(varchar) -> integer", Function.CHAR_LENGTH, "Number of characters.", "char_length('abc')")
                .alias("char_length", "character_length", "length", "len")
                .add("length(binary) -> integer", Function.OCTET_LENGTH, "Number of bytes.", "length(X'0102')")
                .add("octet_length(varchar) -> integer", Function.OCTET_LENGTH, "Number of bytes in UTF-8.", "octet_length('abc')")
                .add("octet_length(binary) -> integer", Function.OCTET_LENGTH, "Number of bytes.", "octet_length(X'0102')")
                .add("bit_length(varchar) -> integer", Function.BIT_LENGTH, "Number of bits in UTF-8.", "bit_length('abc')")
                .add("substring(varchar, integer [, integer]) -> varchar", Function.SUBSTRING,
                        "Part of a text, from a position counted from 1.",
                        "substring('abcdef', 2, 3)")
                .alias("substring", "substr")
                .add("substring(binary, integer [, integer]) -> binary", Function.SUBSTRING,
                        "Part of bytes, from a position counted from 1.",
                        "substring(X'010203', 2, 1)")
                .add("left(varchar, integer) -> varchar", Function.LEFT, "First characters; a negative number leaves out the last ones.",
                        "left('abcdef', 2)")
                .add("right(varchar, integer) -> varchar", Function.RIGHT, "Last characters; a negative number leaves out the first ones.",
                        "right('abcdef', 2)")
                .add("btrim(varchar [, varchar]) -> varchar", trim(Function.TRIM_BOTH),
                        "Without spaces, or given characters, at both ends.",
                        "btrim('xaxx', 'x')")
                .add("trim(varchar [, varchar]) -> varchar", trim(Function.TRIM_BOTH), "Without spaces, or given characters, at both ends.",
                        "trim(both 'x' from 'xaxx')")
                .add("ltrim(varchar [, varchar]) -> varchar", trim(Function.TRIM_LEADING),
                        "Without spaces, or given characters, at the start.",
                        "ltrim('xxa', 'x')")
                .add("rtrim(varchar [, varchar]) -> varchar", trim(Function.TRIM_TRAILING),
                        "Without spaces, or given characters, at the end.",
                        "rtrim('axx', 'x')")
                .add("lpad(varchar, integer [, varchar]) -> varchar", pad(Function.LPAD), "Filled at the start to a length.",
                        "lpad('7', 3, '0')")
                .add("rpad(varchar, integer [, varchar]) -> varchar", pad(Function.RPAD), "Filled at the end to a length.",
                        "rpad('7', 3, '0')")
                .add("concat(any...) -> varchar", (arguments, type) -> texts(Function.CONCAT_NULL_AS_EMPTY, arguments, type),
                        "Texts of all arguments in a row, NULL as empty.", "concat('a', 1, NULL)")
                .add("concat_ws(varchar, any...) -> varchar", (arguments, type) -> texts(Function.CONCAT_WS, arguments, type),
                        "Texts with a separator between, NULLs left out.", "concat_ws('-', 'a', NULL, 'b')")
                .add("reverse(varchar) -> varchar", Function.REVERSE, "Characters in reverse order.", "reverse('abc')")
                .add("repeat(varchar, integer) -> varchar", Function.REPEAT, "Text so many times.", "repeat('ab', 3)")
                .add("replace(varchar, varchar, varchar) -> varchar", Function.REPLACE, "Every occurrence of a text replaced by another.",
                        "replace('abcabc', 'b', 'x')")
                .add("translate(varchar, varchar, varchar) -> varchar", Function.TRANSLATE,
                        "Characters of the second argument replaced by those of the third.", "translate('12345', '143', 'ax')")
                .add("overlay(varchar, varchar, integer [, integer]) -> varchar", Function.OVERLAY, "Text put over a part of another.",
                        "overlay('Txxxxas' placing 'hom' from 2 for 4)")
                .add("ascii(varchar) -> integer", Function.ASCII, "Code point of the first character.", "ascii('x')")
                .add("chr(bigint) -> varchar", Function.CHR, "Character of a code point.", "chr(65)");
    }

    private static void searching(FunctionTable table) {
        table.add("position(varchar, varchar [, integer]) -> integer", Function.POSITION,
                "Where a text first occurs in another, counted from 1; 0 if it doesn't.", "position('b' in 'abc')")
                .add("locate(varchar, varchar [, integer]) -> integer", Function.POSITION,
                        "Where a text first occurs in another, counted from 1; 0 if it doesn't.", "locate('b', 'abc')")
                .alias("locate", "charindex")
                .add("strpos(varchar, varchar) -> integer", Target.reordered(Function.POSITION, 1, 0),
                        "Where the second text first occurs in the first; 0 if it doesn't.", "strpos('abc', 'b')")
                .add("instr(varchar, varchar [, integer]) -> integer", Target.reordered(Function.POSITION, 1, 0, 2),
                        "Where the second text first occurs in the first; 0 if it doesn't.", "instr('abc', 'b')")
                .add("contains(varchar, varchar) -> boolean", Function.CONTAINS, "Whether a text occurs in another.",
                        "contains('abc', 'b')")
                .add("starts_with(varchar, varchar) -> boolean", Function.STARTS_WITH, "Whether a text begins with another.",
                        "starts_with('abc', 'a')")
                .alias("starts_with", "startswith")
                .add("ends_with(varchar, varchar) -> boolean", Function.ENDS_WITH, "Whether a text ends with another.",
                        "ends_with('abc', 'c')")
                .alias("ends_with", "endswith")
                .add("split_part(varchar, varchar, integer) -> varchar", Function.SPLIT_PART,
                        "The n-th part of a text between separators.", "split_part('a,b,c', ',', 2)")
                .add("split_index(varchar, varchar, integer) -> varchar", StringFunctions::splitIndex,
                        "The n-th part of a text between separators, counted from 0.", "split_index('a,b,c', ',', 1)")
                .add("string_to_array(varchar, varchar [, varchar]) -> varchar[]", Function.STRING_TO_ARRAY,
                        "Parts of a text between separators; what equals the third argument is NULL.",
                        "string_to_array('a,b', ',')")
                .alias("string_to_array", "split", "string_split", "str_split");
    }

    private static void formats(FunctionTable table) {
        table.add("format(varchar, any...) -> varchar", (arguments, type) -> texts(Function.FORMAT, arguments, type),
                "Arguments put in the places of %s, %I and %L.", "format('%s is %s', 'a', 1)")
                .add("format(varchar) -> varchar", Function.FORMAT, "Text with %% as %.", "format('100%%')");
    }

    private static Target trim(Function function) {
        return (arguments, type) -> new Expr.Call(function, withDefault(arguments, 2, " "), type);
    }

    private static Target pad(Function function) {
        return (arguments, type) -> new Expr.Call(function, withDefault(arguments, 3, " "), type);
    }

    private static List<Expr> withDefault(List<Expr> arguments, int size, String value) {
        List<Expr> all = new ArrayList<>(arguments);
        if (all.size() < size) {
            all.add(Expr.literal(value, SqlType.VARCHAR));
        }
        return all;
    }

    /** A call whose arguments are all taken as text. */
    static Expr texts(Function function, List<Expr> arguments, SqlType type) {
        List<Expr> texts = new ArrayList<>();
        for (Expr argument : arguments) {
            texts.add(switch (argument.type().kind()) {
                case VARCHAR -> argument;
                case BOOLEAN -> letter(argument);
                default -> new Expr.Cast(argument, SqlType.VARCHAR, false);
            });
        }
        return new Expr.Call(function, texts, type);
    }

    /** As PostgreSQL prints a BOOLEAN where it is no cast: t or f. */
    private static Expr letter(Expr truth) {
        List<Expr.Case.Branch> branches = List.of(new Expr.Case.Branch(truth, Expr.literal("t", SqlType.VARCHAR)),
                new Expr.Case.Branch(Expr.call(Function.NOT, SqlType.BOOLEAN, truth), Expr.literal("f", SqlType.VARCHAR)));
        return new Expr.Case(branches, Expr.literal(null, SqlType.VARCHAR), SqlType.VARCHAR);
    }

    private static Expr splitIndex(List<Expr> arguments, SqlType type) {
        Expr index = Expr.call(Function.ADD, SqlType.INTEGER, arguments.get(2), Expr.literal(1, SqlType.INTEGER));
        return Expr.call(Function.SPLIT_PART, type, arguments.get(0), arguments.get(1), index);
    }
}
