package io.millrace.common.port;

import java.util.Arrays;

/**
 * Changes of a {@link StateStore}, gathered so that they cross to the store in one piece. The bytes are laid out as RocksDB's write batch is (12 bytes of
 * which the last four count the records; then a kind byte and length-prefixed strings), so that such a store takes them as they lie. Reused after
 * {@link #clear}. Not thread-safe.
 */
public final class StateChanges {
    private static final int HEADER_BYTES = 12;
    private static final byte DELETE = 0;
    private static final byte PUT = 1;
    private static final byte DELETE_RANGE = 15;

    private byte[] bytes = new byte[1 << 12];
    private int length = HEADER_BYTES;
    private int count;

    public void put(byte[] key, byte[] value) {
        put(key, value, value.length);
    }

    public void put(byte[] key, byte[] value, int valueLength) {
        start(PUT, key.length + valueLength);
        string(key, key.length);
        string(value, valueLength);
    }

    public void delete(byte[] key) {
        start(DELETE, key.length);
        string(key, key.length);
    }

    /** From {@code from} (inclusive) to {@code to} (exclusive). */
    public void deleteRange(byte[] from, byte[] to) {
        start(DELETE_RANGE, from.length + to.length);
        string(from, from.length);
        string(to, to.length);
    }

    private void start(byte kind, int payload) {
        int needed = Math.addExact(length, payload + 11);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(needed, 2L * bytes.length)));
        }
        bytes[length++] = kind;
        count++;
    }

    private void string(byte[] value, int valueLength) {
        int rest = valueLength;
        while (rest >= 0x80) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        System.arraycopy(value, 0, bytes, length, valueLength);
        length += valueLength;
    }

    public int count() {
        return count;
    }

    /** Bytes of all records. */
    public int length() {
        return length - HEADER_BYTES;
    }

    public void clear() {
        length = HEADER_BYTES;
        count = 0;
    }

    /** The changes as RocksDB lays out a write batch. */
    public byte[] writeBatch() {
        byte[] copy = Arrays.copyOf(bytes, length);
        for (int i = 0; i < 4; i++) {
            copy[8 + i] = (byte) (count >>> 8 * i);
        }
        return copy;
    }

    /** Takes changes one by one. */
    public interface Visitor {
        void put(byte[] key, byte[] value);

        void delete(byte[] key);

        void deleteRange(byte[] from, byte[] to);
    }

    /** For stores that have a layout of their own. */
    public void forEach(Visitor visitor) {
        int[] at = {HEADER_BYTES};
        while (at[0] < length) {
            byte kind = bytes[at[0]++];
            byte[] key = string(at);
            switch (kind) {
                case DELETE -> visitor.delete(key);
                case PUT -> visitor.put(key, string(at));
                case DELETE_RANGE -> visitor.deleteRange(key, string(at));
                default -> throw new AssertionError("change of kind " + kind);
            }
        }
    }

    private byte[] string(int[] at) {
        int size = 0;
        int shift = 0;
        int next;
        do {
            next = bytes[at[0]++];
            size |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        at[0] += size;
        return Arrays.copyOfRange(bytes, at[0] - size, at[0]);
    }
}
