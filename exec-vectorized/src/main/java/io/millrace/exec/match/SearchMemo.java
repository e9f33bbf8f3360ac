package io.millrace.exec.match;

import java.util.Arrays;

/** Places of a search that were come to, as keys of 128 bits in an open hash table; so many at most, after which it takes no more. */
final class SearchMemo {
    private static final int KEYS_MOST = 1 << 22;
    private static final byte EMPTY = 0;
    private static final byte USED = 1;
    private static final byte REMOVED = 2;

    private long[] high = new long[0];
    private long[] low = new long[0];
    private byte[] states = new byte[0];
    /** Entries that are not empty. */
    private int filled;

    /** Whether the key is new; false if it is there. */
    boolean add(long keyHigh, long keyLow) {
        if (2 * (filled + 1) > states.length && states.length < 2 * KEYS_MOST) {
            grow();
        }
        int mask = states.length - 1;
        int at = hash(keyHigh, keyLow) & mask;
        for (; states[at] != EMPTY; at = at + 1 & mask) {
            if (states[at] == USED && low[at] == keyLow && high[at] == keyHigh) {
                return false;
            }
        }
        if (filled < KEYS_MOST) {
            put(at, keyHigh, keyLow);
        }
        return true;
    }

    void remove(long keyHigh, long keyLow) {
        int mask = states.length - 1;
        for (int at = hash(keyHigh, keyLow) & mask; states[at] != EMPTY; at = at + 1 & mask) {
            if (states[at] == USED && low[at] == keyLow && high[at] == keyHigh) {
                states[at] = REMOVED;
                return;
            }
        }
    }

    void clear() {
        if (filled > 0) {
            high = new long[0];
            low = new long[0];
            states = new byte[0];
            filled = 0;
        }
    }

    private void put(int at, long keyHigh, long keyLow) {
        high[at] = keyHigh;
        low[at] = keyLow;
        states[at] = USED;
        filled++;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        byte[] oldStates = states;
        int used = 0;
        for (byte state : oldStates) {
            used += state == USED ? 1 : 0;
        }
        int size = Math.max(1024, Integer.highestOneBit(Math.max(1, used)) * 4);
        high = new long[size];
        low = new long[size];
        states = new byte[size];
        Arrays.fill(states, EMPTY);
        filled = 0;
        for (int i = 0; i < oldStates.length; i++) {
            if (oldStates[i] == USED) {
                int at = hash(oldHigh[i], oldLow[i]) & size - 1;
                while (states[at] != EMPTY) {
                    at = at + 1 & size - 1;
                }
                put(at, oldHigh[i], oldLow[i]);
            }
        }
    }

    private static int hash(long keyHigh, long keyLow) {
        long hash = (keyHigh ^ keyLow * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return (int) (hash ^ hash >>> 32);
    }
}
