package io.millrace.storage.file.glob;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Resolves what users write for files: a path, a {@code file:} URI, a directory (all files below it), or a pattern with {@code *}, {@code ?},
 * {@code [abc]}, <code>{a,b}</code> and {@code **} (any depth of folders). Files of one pattern come in the order of their paths; patterns in the order
 * given; no file twice. Names that begin with a dot or underscore are passed over unless written out.
 */
public final class FilePatterns {
    /** Files that one scan may read. */
    public static final int FILES_MAX = 1_000_000;

    private static final int DEPTH_MAX = 64;

    private FilePatterns() {}

    /** @throws MillraceException FILE_NOT_FOUND naming the first pattern that matches nothing */
    public static List<DataFile> resolve(List<String> patterns) {
        Map<Path, DataFile> found = new LinkedHashMap<>();
        for (String pattern : patterns) {
            Collection<Path> matches = matches(pattern);
            if (matches.isEmpty()) {
                throw new MillraceException(ErrorCode.FILE_NOT_FOUND,
                        isPattern(pattern) ? "no file matches " + pattern : "file " + pattern + " does not exist");
            }
            for (Path match : matches) {
                if (!found.containsKey(match)) {
                    found.put(match, describe(match));
                }
            }
            if (found.size() > FILES_MAX) {
                throw new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX, "more than " + FILES_MAX + " files match " + pattern);
            }
        }
        return List.copyOf(found.values());
    }

    static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    private static Collection<Path> matches(String pattern) {
        String path = withoutScheme(pattern);
        try {
            if (!path.contains("*") && !path.contains("?") || path.indexOf('\0') >= 0) {
                Path literal = Path.of(path);
                if (Files.isRegularFile(literal)) {
                    return List.of(literal);
                }
                if (Files.isDirectory(literal)) {
                    return below(literal);
                }
            }
            TreeSet<Path> all = new TreeSet<>();
            for (String expanded : expandBraces(path)) {
                all.addAll(isPattern(expanded) ? walk(expanded) : matchLiteral(Path.of(expanded)));
            }
            return all;
        } catch (InvalidPathException | java.util.regex.PatternSyntaxException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "not a path or pattern: " + pattern + " (" + e.getMessage() + ")", e);
        } catch (IOException | UncheckedIOException e) {
            throw new MillraceException(ErrorCode.IO_ERROR, "files of " + pattern + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Collection<Path> matchLiteral(Path path) throws IOException {
        return Files.isRegularFile(path) ? List.of(path) : Files.isDirectory(path) ? below(path) : List.of();
    }

    private static String withoutScheme(String text) {
        if (text.startsWith("file:")) {
            String rest = text.substring("file:".length());
            if (rest.startsWith("///")) {
                rest = rest.substring(2);
            }
            try {
                return isPattern(rest) ? rest : Path.of(URI.create("file:" + rest)).toString();
            } catch (IllegalArgumentException e) {
                return rest;
            }
        }
        int scheme = text.indexOf("://");
        if (scheme > 0 && text.substring(0, scheme).chars().allMatch(Character::isLetterOrDigit)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "files of scheme " + text.substring(0, scheme) + ": " + text + ", expected a local path");
        }
        return text;
    }

    private static Collection<Path> below(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory, DEPTH_MAX)) {
            return new TreeSet<>(walk.filter(p -> !isHidden(directory.relativize(p)) && Files.isRegularFile(p)).toList());
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            if (name.startsWith(".") || name.startsWith("_")) {
                return true;
            }
        }
        return false;
    }

    /** {@code a{b,c}d} becomes {@code abd} and {@code acd}; braces may nest. */
    static List<String> expandBraces(String pattern) {
        int open = pattern.indexOf('{');
        if (open < 0) {
            return List.of(pattern);
        }
        int depth = 0;
        List<String> choices = new ArrayList<>();
        int start = open + 1;
        for (int i = open; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == ',' && depth == 1) {
                choices.add(pattern.substring(start, i));
                start = i + 1;
            } else if (c == '}' && --depth == 0) {
                choices.add(pattern.substring(start, i));
                List<String> expanded = new ArrayList<>();
                for (String choice : choices) {
                    expanded.addAll(expandBraces(pattern.substring(0, open) + choice + pattern.substring(i + 1)));
                }
                return expanded;
            }
        }
        return List.of(pattern);
    }

    private static List<Path> walk(String pattern) throws IOException {
        List<Path> reached = new ArrayList<>();
        reached.add(pattern.startsWith("/") ? Path.of("/") : Path.of(""));
        List<String> parts = Stream.of(pattern.split("/")).filter(p -> !p.isEmpty()).toList();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            boolean last = i == parts.size() - 1;
            List<Path> next = new ArrayList<>();
            for (Path at : reached) {
                if (part.equals("**")) {
                    descend(at, last, next);
                } else if (isPattern(part)) {
                    list(at, part, last, next);
                } else if (Files.exists(at.resolve(part))) {
                    next.add(at.resolve(part));
                }
            }
            if (next.size() > FILES_MAX) {
                throw new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX, "more than " + FILES_MAX + " files match " + pattern);
            }
            reached = next;
        }
        return reached.stream().filter(Files::isRegularFile).toList();
    }

    private static void descend(Path at, boolean last, List<Path> next) throws IOException {
        Path start = at.toString().isEmpty() ? Path.of(".") : at;
        if (!Files.isDirectory(start)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(start, DEPTH_MAX)) {
            walk.map(p -> at.toString().isEmpty() ? start.relativize(p) : p)
                    .filter(p -> !isHidden(at.relativize(p))
                            && (last ? Files.isRegularFile(p) : p.toString().isEmpty() || Files.isDirectory(p)))
                    .forEach(next::add);
        }
    }

    private static void list(Path at, String part, boolean last, List<Path> next) throws IOException {
        Path start = at.toString().isEmpty() ? Path.of(".") : at;
        if (!Files.isDirectory(start)) {
            return;
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + part);
        boolean hidden = part.startsWith(".") || part.startsWith("_");
        try (Stream<Path> children = Files.list(start)) {
            children.map(p -> at.resolve(p.getFileName()))
                    .filter(p -> matcher.matches(p.getFileName()) && (hidden || !isHidden(p.getFileName()))
                            && (last || Files.isDirectory(p)))
                    .forEach(next::add);
        }
    }

    private static DataFile describe(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new DataFile(path, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), partitions(path));
        } catch (IOException e) {
            throw DiskErrors.unreadable(path, e);
        }
    }

    private static Map<String, String> partitions(Path path) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            String name = path.getName(i).toString();
            int equals = name.indexOf('=');
            if (equals > 0) {
                values.put(decode(name.substring(0, equals)), decode(name.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
