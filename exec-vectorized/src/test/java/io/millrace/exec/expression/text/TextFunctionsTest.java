package io.millrace.exec.expression.text;

import io.millrace.exec.expression.FunctionCases;
import org.junit.jupiter.api.Test;

class TextFunctionsTest {
    @Test
    void lengths() {
        FunctionCases.check("""
                CHAR_LENGTH('') -> 0
                CHAR_LENGTH('hello world') -> 11
                CHAR_LENGTH('麒麟 990😀é') -> 8
                CHAR_LENGTH(NULL) -> NULL:INTEGER
                OCTET_LENGTH('麒😀') -> 7
                OCTET_LENGTH(X'00ff') -> 2
                BIT_LENGTH('ab') -> 16
                ASCII('') -> 0
                ASCII('麒') -> 40594
                CHR(65) -> 'A'
                CHR(128512) -> '😀'
                CHR(0) -> error STATEMENT_TOO_LARGE
                CHR(55296) -> error STATEMENT_TOO_LARGE
                """);
    }

    @Test
    void slices() {
        FunctionCases.check("""
                SUBSTRING('hello', 2) -> 'ello'
                SUBSTRING('hello', 2, 3) -> 'ell'
                SUBSTRING('hello', 0, 3) -> 'he'
                SUBSTRING('hello', -2, 4) -> 'h'
                SUBSTRING('hello', -2, 2) -> ''
                SUBSTRING('hello', 7) -> ''
                SUBSTRING('hello', 2, 2147483647) -> 'ello'
                SUBSTRING('hello', -2147483648, 2147483647) -> ''
                SUBSTRING('hello', 2, -1) -> error SUBSTRING_ERROR
                SUBSTRING('麒麟 990😀x', 7, 1) -> '😀'
                SUBSTRING('麒麟', 2) -> '麟'
                SUBSTRING(NULL, 2) -> NULL
                LEFT('hello', 2) -> 'he'
                LEFT('hello', -2) -> 'hel'
                LEFT('hello', -9) -> ''
                LEFT('麒麟', 1) -> '麒'
                RIGHT('hello', 2) -> 'lo'
                RIGHT('hello', -2) -> 'llo'
                RIGHT('hello', 0) -> ''
                RIGHT('hello', 9) -> 'hello'
                RIGHT('麒麟', 1) -> '麟'
                TRIM_BOTH('  a b ', ' ') -> 'a b'
                TRIM_LEADING('xyxa', 'xy') -> 'a'
                TRIM_TRAILING('a，，', '，') -> 'a'
                TRIM_BOTH('xx', 'x') -> ''
                TRIM_BOTH('a', '') -> 'a'
                SPLIT_PART('a,b,c', ',', 2) -> 'b'
                SPLIT_PART('a,b,c', ',', -1) -> 'c'
                SPLIT_PART('a,b,c', ',', -4) -> ''
                SPLIT_PART('a,b,c', ',', 4) -> ''
                SPLIT_PART('a::b', '::', 2) -> 'b'
                SPLIT_PART('abc', '', 1) -> 'abc'
                SPLIT_PART('abc', '', 2) -> ''
                SPLIT_PART('abc', ',', 0) -> error INVALID_PARAMETER
                """);
    }

    @Test
    void puttingTogether() {
        FunctionCases.check("""
                CONCAT('a', 'b', '😀') -> 'ab😀'
                CONCAT('a', NULL) -> NULL
                CONCAT_NULL_AS_EMPTY('a', NULL, 'b') -> 'ab'
                CONCAT_NULL_AS_EMPTY(NULL) -> ''
                CONCAT_WS(',', 'a', NULL, 'b') -> 'a,b'
                CONCAT_WS(NULL, 'a', 'b') -> NULL
                CONCAT_WS(',', NULL, NULL) -> ''
                LPAD('hi', 5, 'xy') -> 'xyxhi'
                LPAD('hello', 2) -> 'he'
                LPAD('hi', 4) -> '  hi'
                LPAD('hi', 4, '') -> 'hi'
                LPAD('hi', -1) -> ''
                RPAD('麒', 3, '麟x') -> '麒麟x'
                RPAD('a', 999999999, 'x') -> error STATEMENT_TOO_LARGE
                REPEAT('ab', 3) -> 'ababab'
                REPEAT('ab', -1) -> ''
                REPEAT('ab', 2147483647) -> error STATEMENT_TOO_LARGE
                REVERSE('a麒😀') -> '😀麒a'
                REVERSE('') -> ''
                LOWER('AÄ麒İ') -> 'aä麒i'
                UPPER('aäß麒') -> 'AÄß麒'
                INITCAP('hello wORLD-foo 1ab') -> 'Hello World-Foo 1ab'
                REPLACE('abcabc', 'bc', 'X') -> 'aXaX'
                REPLACE('abc', '', 'X') -> 'abc'
                REPLACE('aaa', 'aa', 'b') -> 'ba'
                TRANSLATE('12345', '143', 'ax') -> 'a2x5'
                TRANSLATE('麒麟', '麟', '😀') -> '麒😀'
                OVERLAY('Txxxxas', 'hom', 2, 4) -> 'Thomas'
                OVERLAY('abcdef', 'XY', 3) -> 'abXYef'
                OVERLAY('abc', 'X', 0) -> error SUBSTRING_ERROR
                OVERLAY('abc', 'X', 9, 1) -> 'abcX'
                """);
    }

    @Test
    void searching() {
        FunctionCases.check("""
                POSITION('b', 'abc') -> 2
                POSITION('', 'abc') -> 1
                POSITION('z', 'abc') -> 0
                POSITION('麟', '麒麟') -> 2
                POSITION('a', 'abca', 2) -> 4
                POSITION('a', 'abca', 9) -> 0
                CONTAINS('hello', 'ell') -> true
                CONTAINS('hello', '') -> true
                CONTAINS('hello world wide', 'world w') -> true
                CONTAINS('hello', 'elx') -> false
                STARTS_WITH('hello', 'he') -> true
                STARTS_WITH('h', 'he') -> false
                ENDS_WITH('hello', 'llo') -> true
                ENDS_WITH('hello', 'hel') -> false
                CONTAINS(NULL, 'a') -> NULL:BOOLEAN
                """);
    }

    @Test
    void like() {
        FunctionCases.check("""
                LIKE('hello', 'hello') -> true
                LIKE('hello', 'hell') -> false
                LIKE('hello', 'h%') -> true
                LIKE('hello', '%llo') -> true
                LIKE('hello', '%ell%') -> true
                LIKE('hello', '%') -> true
                LIKE('', '%') -> true
                LIKE('', '') -> true
                LIKE('', '_') -> false
                LIKE('hello', 'h%o') -> true
                LIKE('ho', 'h%h%o') -> false
                LIKE('the special quick requests here', '%special%requests%') -> true
                LIKE('the requests special', '%special%requests%') -> false
                LIKE('aab', 'a%ab') -> true
                LIKE('ab', 'a%ab') -> false
                LIKE('hello', '_ello') -> true
                LIKE('麒麟', '_麟') -> true
                LIKE('麒麟', '__') -> true
                LIKE('麒麟', '___') -> false
                LIKE('a😀b', 'a_b') -> true
                LIKE('x麒y麟', '%_麟') -> true
                LIKE('abcabd', '%ab_') -> true
                LIKE('abxcabd', '%b_c%') -> true
                LIKE('a%b', 'a\\%b') -> true
                LIKE('axb', 'a\\%b') -> false
                LIKE('a%b', 'a#%b', '#') -> true
                LIKE('a\\b', 'a\\b', '') -> true
                LIKE('abc', 'abc\\') -> error INVALID_ARGUMENT:BOOLEAN
                LIKE('abc', 'a%%%c') -> true
                LIKE(NULL, 'a') -> NULL:BOOLEAN
                LIKE('a', NULL) -> NULL:BOOLEAN
                ILIKE('HeLLo Ä', 'h%ä') -> true
                ILIKE('hello', 'H%X') -> false
                SIMILAR_TO('abc', 'abc') -> true
                SIMILAR_TO('abc', 'a') -> false
                SIMILAR_TO('abc', '%(b|d)%') -> true
                SIMILAR_TO('abc', '(b|c)%') -> false
                SIMILAR_TO('a.c', 'a.c') -> true
                SIMILAR_TO('abc', 'a.c') -> false
                SIMILAR_TO('aaa', 'a{3}') -> true
                """.replace("\\\\", "\\"));
    }

    @Test
    void regularExpressions() {
        FunctionCases.check("""
                REGEXP_LIKE('hello', 'l+') -> true
                REGEXP_LIKE('hello', '^ell') -> false
                REGEXP_LIKE('Hello', 'HELLO', 'i') -> true
                REGEXP_LIKE('a1', '[[:digit:]]') -> true
                REGEXP_LIKE('麒麟', '^[[:alpha:]]+$') -> true
                REGEXP_LIKE('the cat', '\\mcat\\M') -> true
                REGEXP_LIKE('a[b', '[[]') -> true
                REGEXP_LIKE('a&&b', '[&]&') -> true
                REGEXP_LIKE('ab', '(') -> error INVALID_REGEX:BOOLEAN
                REGEXP_LIKE('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac', '^(a+)+\\1b$') -> error INVALID_REGEX:BOOLEAN
                REGEXP_REPLACE('foobarbaz', 'b..', 'X') -> 'fooXbaz'
                REGEXP_REPLACE('foobarbaz', 'b..', 'X', 'g') -> 'fooXX'
                REGEXP_REPLACE('foobarbaz', 'b(..)', 'X\\1Y', 'g') -> 'fooXarYXazY'
                REGEXP_REPLACE('abc', 'b', '[\\&$1]') -> 'a[b$1]c'
                REGEXP_SUBSTRING('foo123', '[0-9]+') -> '123'
                REGEXP_SUBSTRING('foo', '[0-9]+') -> NULL
                REGEXP_MATCH('foobarbequebaz', '(bar)(beque)') -> ARRAY['bar', 'beque']
                REGEXP_MATCH('foobar', 'o+') -> ARRAY['oo']
                REGEXP_MATCH('foobar', 'x') -> NULL:ARRAY<VARCHAR>
                REGEXP_SPLIT_TO_ARRAY('a  b c', '\\s+') -> ARRAY['a', 'b', 'c']
                REGEXP_SPLIT_TO_ARRAY('abc', '') -> ARRAY['a', 'b', 'c']
                REGEXP_SPLIT_TO_ARRAY('abc', 'x') -> ARRAY['abc']
                REGEXP_COUNT('123123', '1') -> 2
                """);
    }

    @Test
    void arraysAndMaps() {
        FunctionCases.check("""
                STRING_TO_ARRAY('a,b,,c', ',') -> ARRAY['a', 'b', '', 'c']
                STRING_TO_ARRAY('a,b', ',', 'b') -> ARRAY['a', NULL]
                STRING_TO_ARRAY('abc', NULL) -> ARRAY['a', 'b', 'c']
                STRING_TO_ARRAY('abc', '') -> ARRAY['abc']
                STRING_TO_ARRAY('', ',') -> ARRAY:VARCHAR[]
                STRING_TO_ARRAY(NULL, ',') -> NULL:ARRAY<VARCHAR>
                ARRAY_TO_STRING(ARRAY['a', NULL, 'b'], ',') -> 'a,b'
                ARRAY_TO_STRING(ARRAY[1, NULL, 3], ',', '*') -> '1,*,3'
                ARRAY_TO_STRING(ARRAY:VARCHAR[], ',') -> ''
                STR_TO_MAP('品牌:华为，系统:鸿蒙，CPU:麒麟 990', ',，', ':：') -> MAP{'品牌': '华为', '系统': '鸿蒙', 'CPU': '麒麟 990'}
                STR_TO_MAP('a：1,b', ',，', ':：') -> MAP{'a': '1', 'b': NULL}
                STR_TO_MAP('u:http://x', ',', ':') -> MAP{'u': 'http://x'}
                STR_TO_MAP('a=1;;a=2', ';', '=') -> MAP{'a': '2'}
                STR_TO_MAP('', ';', '=') -> MAP:VARCHAR:VARCHAR{}
                """);
    }

    @Test
    void formatting() {
        FunctionCases.check("""
                FORMAT('Hello %s, %1$s', 'World') -> 'Hello World, World'
                FORMAT('|%10s|%-5s|', 'ab', 'c') -> '|        ab|c    |'
                FORMAT('%I %L %%', 'A b', 'it''s') -> '"A b" ''it''''s'' %'
                FORMAT('%s %L', NULL, NULL) -> ' NULL'
                FORMAT('%s', 1.50) -> '1.50'
                FORMAT('%s %s', 'a') -> error INVALID_PARAMETER
                FORMAT('%x', 'a') -> error INVALID_PARAMETER
                FORMAT('%', 'a') -> error INVALID_PARAMETER
                """);
    }

    @Test
    void hashesAndEncodings() {
        FunctionCases.check("""
                MD5('abc') -> '900150983cd24fb0d6963f7d28e17f72'
                MD5('') -> 'd41d8cd98f00b204e9800998ecf8427e'
                SHA1('abc') -> 'a9993e364706816aba3e25717850c26c9cd0d89d'
                SHA256('abc') -> X'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
                CRC32('123456789') -> 3421780262L
                HASH64('') -> -1205034819632174695L
                HASH64('abc') -> 4952883123889572249L
                HASH64('The quick brown fox jumps over the lazy dog') -> 802816344064684476L
                ENCODE(X'00ff5c41', 'hex') -> '00ff5c41'
                ENCODE(X'00ff5c41', 'base64') -> 'AP9cQQ=='
                ENCODE(X'00ff5c41', 'escape') -> '\\000\\377\\\\A'
                DECODE('00FF', 'hex') -> X'00ff'
                DECODE('AP9cQQ==', 'base64') -> X'00ff5c41'
                DECODE('\\000\\\\A', 'escape') -> X'005c41'
                DECODE('0g', 'hex') -> error INVALID_PARAMETER:BINARY
                ENCODE(X'00', 'base32') -> error INVALID_PARAMETER
                TO_HEX(255) -> 'ff'
                TO_HEX(-1L) -> 'ffffffffffffffff'
                """);
    }
}
