package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.Locale;

/** Texts as SQL, as parts of addresses, in normal form; how far they are apart. */
final class WordFunctions {
    private WordFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("quote_ident(varchar) -> varchar", Function.QUOTE_IDENT, "Text as an identifier of SQL.", "quote_ident('a b')")
                .add("quote_literal(varchar) -> varchar", Function.QUOTE_LITERAL, "Text as a literal of SQL.", "quote_literal('it''s')")
                .add("quote_nullable(varchar) -> varchar",
                        (arguments, type) -> Expr.call(Function.COALESCE, type, Expr.call(Function.QUOTE_LITERAL, type, arguments.get(0)),
                                text("NULL")),
                        "Text as a literal of SQL, NULL as NULL.", "quote_nullable(NULL)")
                .add("unistr(varchar) -> varchar", Function.UNISTR, "Escapes of Unicode as their characters.", "unistr('d\\0061t\\0061')")
                .add("normalize(varchar [, varchar]) -> varchar",
                        (arguments, type) -> Expr.call(Function.NORMALIZE, type, arguments.get(0),
                                arguments.size() > 1 ? arguments.get(1) : text("NFC")),
                        "Text in one of Unicode's normal forms, NFC if none is named.", "normalize('ﬁ', 'NFKC')")
                .add("nfc_normalize(varchar) -> varchar",
                        (arguments, type) -> Expr.call(Function.NORMALIZE, type, arguments.get(0), text("NFC")),
                        "Text in Unicode's normal form NFC.", "nfc_normalize('é')")
                .add("strip_accents(varchar) -> varchar", Function.STRIP_ACCENTS, "Text without accents.", "strip_accents('café')")
                .add("levenshtein(varchar, varchar) -> integer", Function.LEVENSHTEIN,
                        "Least number of characters put in, left out and replaced that makes one text of the other.",
                        "levenshtein('kitten', 'sitting')")
                .alias("levenshtein", "levenshtein_distance", "editdist3")
                .add("hamming_distance(varchar, varchar) -> integer", Function.HAMMING_DISTANCE,
                        "Number of characters in which two texts of one length differ.", "hamming_distance('abc', 'abd')")
                .alias("hamming_distance", "hamming", "mismatches")
                .add("soundex(varchar) -> varchar", Function.SOUNDEX, "Code of how an English word sounds.", "soundex('Robert')")
                .add("url_encode(varchar) -> varchar", Function.URL_ENCODE, "Text as part of an address.", "url_encode('a b&c')")
                .add("url_decode(varchar) -> varchar", Function.URL_DECODE, "Text of a part of an address.", "url_decode('a+b%26c')")
                .add("parse_url(varchar, varchar [, varchar]) -> varchar", Function.URL_PART,
                        "HOST, PATH, PORT, PROTOCOL, QUERY, REF, AUTHORITY, FILE or USERINFO of an address, or a parameter of its query; else NULL.",
                        "parse_url('http://a.org/b?c=1', 'QUERY', 'c')")
                .add("url_extract_parameter(varchar, varchar) -> varchar",
                        (arguments, type) -> Expr.call(Function.URL_PART, type, arguments.get(0), text("QUERY"), arguments.get(1)),
                        "A parameter of an address's query.", "url_extract_parameter('http://a.org/?c=1', 'c')");
        for (String part : List.of("host", "path", "port", "protocol", "query")) {
            boolean number = part.equals("port");
            table.add("url_extract_" + part + "(varchar) -> " + (number ? "bigint" : "varchar"), (arguments, type) -> {
                Expr found = Expr.call(Function.URL_PART, SqlType.VARCHAR, arguments.get(0), text(part.toUpperCase(Locale.ROOT)));
                return number ? new Expr.Cast(found, type, false) : found;
            }, "The " + part + " of an address.", "url_extract_" + part + "('https://a.org:81/b?c=1')");
        }
        table.alias("ascii", "unicode", "ord", "codepoint").alias("starts_with", "prefix").alias("ends_with", "suffix")
                .add("space(integer) -> varchar", (arguments, type) -> Expr.call(Function.REPEAT, type, text(" "), arguments.get(0)),
                        "So many spaces.", "space(2) || 'x'")
                .add("string_to_table(varchar, varchar [, varchar]) -> varchar[]", Function.STRING_TO_ARRAY,
                        "Parts of a text between separators, a row each; what equals the third argument is NULL.",
                        "SELECT x FROM string_to_table('a,b', ',') AS t(x)");
    }

    private static Expr text(String value) {
        return Expr.literal(value, SqlType.VARCHAR);
    }
}
