package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.List;

/** Functions of regular expressions, POSIX as PostgreSQL has them. */
final class RegexFunctions {
    private static final SqlType TEXTS = SqlType.array(SqlType.VARCHAR);

    private RegexFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("regexp_like(varchar, varchar [, varchar]) -> boolean", Function.REGEXP_LIKE,
                "Whether a regular expression matches somewhere.", "regexp_like('abc', '^a')")
                .alias("regexp_like", "regexp", "rlike")
                .add("regexp_full_match(varchar, varchar) -> boolean",
                        (arguments, type) -> Expr.call(Function.REGEXP_LIKE, type, arguments.get(0),
                                Expr.call(Function.CONCAT, SqlType.VARCHAR, text("^(?:"), arguments.get(1), text(")$"))),
                        "Whether a regular expression matches all of a text.", "regexp_full_match('abc', 'a.c')")
                .add("regexp_replace(varchar, varchar, varchar [, varchar]) -> varchar", Function.REGEXP_REPLACE,
                        "The first match replaced, with flag g every one.", "regexp_replace('abc', 'b.', 'X')")
                .add("regexp_replace(varchar, varchar, varchar, integer [, integer, varchar]) -> varchar", RegexFunctions::replaceFrom,
                        "The n-th match from a character on replaced (1 if n is left out), every one if n is 0.",
                        "regexp_replace('aaaa', 'a', 'b', 2, 0)")
                .add("regexp_substr(varchar, varchar [, integer, integer, varchar, integer]) -> varchar", Function.REGEXP_SUBSTRING,
                        "The n-th match from a character on, or a group of it; NULL if there is none.",
                        "regexp_substr('abc123', '[0-9]+')")
                .add("regexp_extract(varchar, varchar) -> varchar", Function.REGEXP_SUBSTRING, "The first match, or NULL.",
                        "regexp_extract('abc123', '[0-9]+')")
                .alias("regexp_extract", "regexp_substring")
                .add("regexp_extract(varchar, varchar, integer) -> varchar", RegexFunctions::group,
                        "A group of the first match, or NULL.", "regexp_extract('k=v', '(.)=(.)', 2)")
                .add("regexp_extract_all(varchar, varchar [, integer]) -> varchar[]", Function.REGEXP_EXTRACT_ALL,
                        "Every match, or a group of every match.", "regexp_extract_all('a1b22', '[0-9]+')")
                .add("regexp_match(varchar, varchar [, varchar]) -> varchar[]", Function.REGEXP_MATCH,
                        "The first match's groups, or NULL.", "regexp_match('foobar', '(o+)(b)')")
                .add("regexp_matches(varchar, varchar [, varchar]) -> varchar[][]", Function.REGEXP_MATCHES,
                        "The groups of the first match, with flag g of every one; in FROM and in a select list a row each.",
                        "SELECT m FROM regexp_matches('a1b22', '[a-z]([0-9]+)', 'g') AS t(m)")
                .add("regexp_split_to_array(varchar, varchar [, varchar]) -> varchar[]", Function.REGEXP_SPLIT_TO_ARRAY,
                        "Parts of a text between matches.", "regexp_split_to_array('a  b', ' +')")
                .alias("regexp_split_to_array", "regexp_split", "string_split_regex")
                .add("regexp_split_to_table(varchar, varchar [, varchar]) -> varchar[]", Function.REGEXP_SPLIT_TO_ARRAY,
                        "Parts of a text between matches, a row each.", "SELECT w FROM regexp_split_to_table('a  b', ' +') AS t(w)")
                .add("regexp_count(varchar, varchar [, integer, varchar]) -> integer", Function.REGEXP_COUNT,
                        "Number of matches from a character on.", "regexp_count('abab', 'a')")
                .add("regexp_instr(varchar, varchar [, integer, integer, integer, varchar, integer]) -> integer", Function.REGEXP_INSTR,
                        "Where the n-th match from a character on begins, or ends if the fifth argument is 1; 0 if there is none.",
                        "regexp_instr('abcabc', 'b', 1, 2)")
                .alias("regexp_instr", "regexp_position")
                .add("substring(varchar, varchar) -> varchar",
                        (arguments, type) -> Expr.call(Function.ELEMENT_AT, type,
                                Expr.call(Function.REGEXP_MATCH, TEXTS, arguments.get(0), arguments.get(1)),
                                Expr.literal(1, SqlType.INTEGER)),
                        "The first match, or its first group.", "substring('foobar' FROM 'o(.)b')");
    }

    private static Expr text(String value) {
        return Expr.literal(value, SqlType.VARCHAR);
    }

    private static Expr replaceFrom(List<Expr> arguments, SqlType type) {
        if (arguments.size() > 4) {
            return new Expr.Call(Function.REGEXP_REPLACE, arguments, type);
        }
        return Expr.call(Function.REGEXP_REPLACE, type, arguments.get(0), arguments.get(1), arguments.get(2), arguments.get(3),
                Expr.literal(1, SqlType.INTEGER));
    }

    private static Expr group(List<Expr> arguments, SqlType type) {
        boolean whole = arguments.get(2) instanceof Expr.Literal literal && Integer.valueOf(0).equals(literal.value());
        if (whole) {
            return Expr.call(Function.REGEXP_SUBSTRING, type, arguments.get(0), arguments.get(1));
        }
        Expr groups = Expr.call(Function.REGEXP_MATCH, TEXTS, arguments.get(0), arguments.get(1));
        return Expr.call(Function.ELEMENT_AT, type, groups, arguments.get(2));
    }
}
