package io.millrace.exec.aggregate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Estimates how many different 64-bit hashes were added: exact up to {@link #EXACT_MAX}, then HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007) with
 * 4096 registers, a standard error of 1.6 %, and Ertl's estimator ("New cardinality estimation algorithms for HyperLogLog sketches", 2017), which
 * needs no corrections at either end.
 */
final class HyperLogLog {
    static final int EXACT_MAX = 256;

    private static final int BITS = 12;
    private static final int REGISTERS = 1 << BITS;
    /** Most zeros counted, plus one. */
    private static final int RANK_MAX = 64 - BITS + 1;

    /** Open addressing, 0 is free; null once there are registers. */
    private long[] hashes = new long[16];
    private int exact;
    private byte[] registers;

    void add(long rawHash) {
        long hash = rawHash == 0 ? 1 : rawHash;
        if (registers != null) {
            register(hash);
            return;
        }
        int slot = (int) (hash >>> 32) & hashes.length - 1;
        while (hashes[slot] != 0) {
            if (hashes[slot] == hash) {
                return;
            }
            slot = slot + 1 & hashes.length - 1;
        }
        if (exact == EXACT_MAX) {
            toRegisters();
            register(hash);
            return;
        }
        hashes[slot] = hash;
        if (++exact * 2 > hashes.length) {
            long[] old = hashes;
            hashes = new long[2 * old.length];
            exact = 0;
            addAll(old);
        }
    }

    private void addAll(long[] others) {
        for (long hash : others) {
            if (hash != 0) {
                add(hash);
            }
        }
    }

    private void toRegisters() {
        registers = new byte[REGISTERS];
        for (long hash : hashes) {
            if (hash != 0) {
                register(hash);
            }
        }
        hashes = null;
    }

    private void register(long hash) {
        int index = (int) (hash >>> 64 - BITS);
        int rank = Math.min(RANK_MAX, Long.numberOfLeadingZeros(hash << BITS) + 1);
        if (registers[index] < rank) {
            registers[index] = (byte) rank;
        }
    }

    long estimate() {
        if (registers == null) {
            return exact;
        }
        int[] counts = new int[RANK_MAX + 1];
        for (byte rank : registers) {
            counts[rank]++;
        }
        double z = REGISTERS * tau(1 - (double) counts[RANK_MAX] / REGISTERS);
        for (int rank = RANK_MAX - 1; rank >= 1; rank--) {
            z = 0.5 * (z + counts[rank]);
        }
        z += REGISTERS * sigma((double) counts[0] / REGISTERS);
        return Math.round((double) REGISTERS * REGISTERS / (2 * Math.log(2)) / z);
    }

    private static double sigma(double start) {
        if (start == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = start;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    private static double tau(double start) {
        if (start == 0 || start == 1) {
            return 0;
        }
        double x = start;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }

    /** The hashes, or the registers. */
    byte[] toBytes() {
        if (registers != null) {
            return registers.clone();
        }
        ByteBuffer bytes = ByteBuffer.allocate(8 * exact).order(ByteOrder.LITTLE_ENDIAN);
        for (long hash : hashes) {
            if (hash != 0) {
                bytes.putLong(hash);
            }
        }
        return bytes.array();
    }

    /** Adds what another one's {@link #toBytes} gave. */
    void addAll(byte[] bytes) {
        if (bytes.length == REGISTERS) {
            if (registers == null) {
                toRegisters();
            }
            for (int i = 0; i < REGISTERS; i++) {
                registers[i] = (byte) Math.max(registers[i], bytes[i]);
            }
            return;
        }
        long[] others = new long[bytes.length / 8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(others);
        addAll(others);
    }

    long bytes() {
        return registers == null ? 48 + 8L * hashes.length : 48 + REGISTERS;
    }
}
