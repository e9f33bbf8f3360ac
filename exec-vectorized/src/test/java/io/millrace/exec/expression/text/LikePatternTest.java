package io.millrace.exec.expression.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Random patterns over a small alphabet, against a textbook recursive matcher over code points. */
class LikePatternTest {
    private static final String[] TEXT = {"a", "b", "麒", "😀", "é"};
    private static final String[] PATTERN = {"a", "b", "麒", "😀", "_", "%", "%"};

    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(7);
        try (RootAllocator allocator = new RootAllocator();
                ArrowBuf buffer = Buffers.allocate(allocator, 256)) {
            for (int n = 0; n < 200_000; n++) {
                String text = string(random, TEXT, 12);
                String pattern = string(random, PATTERN, 7);
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                Memory.copy(bytes, 0, buffer.memoryAddress(), bytes.length);
                boolean found = LikePattern.compile(pattern, '\\', false).matches(buffer.memoryAddress(), bytes.length);
                assertEquals(
                        matches(text.codePoints().toArray(), 0, pattern.codePoints().toArray(), 0), found, text + " LIKE " + pattern);
            }
        }
    }

    private static String string(Random random, String[] parts, int max) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(max); i > 0; i--) {
            out.append(parts[random.nextInt(parts.length)]);
        }
        return out.toString();
    }

    private static boolean matches(int[] text, int t, int[] pattern, int p) {
        if (p == pattern.length) {
            return t == text.length;
        }
        if (pattern[p] == '%') {
            return matches(text, t, pattern, p + 1) || t < text.length && matches(text, t + 1, pattern, p);
        }
        return t < text.length && (pattern[p] == '_' || pattern[p] == text[t]) && matches(text, t + 1, pattern, p + 1);
    }
}
