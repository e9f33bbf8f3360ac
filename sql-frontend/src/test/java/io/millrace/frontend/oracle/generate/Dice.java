package io.millrace.frontend.oracle.generate;

import java.util.List;
import java.util.Random;

/** Choices of one seed. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in {@code n} times. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
