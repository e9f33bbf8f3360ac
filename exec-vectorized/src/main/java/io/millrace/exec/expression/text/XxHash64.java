package io.millrace.exec.expression.text;

import io.millrace.common.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** xxHash64, as published by Yann Collet (xxhash.com): results are part of users' data and never change. */
final class XxHash64 {
    private static final long P1 = 0x9E37_79B1_85EB_CA87L;
    private static final long P2 = 0xC2B2_AE3D_27D4_EB4FL;
    private static final long P3 = 0x1656_67B1_9E37_79F9L;
    private static final long P4 = 0x85EB_CA77_C2B2_AE63L;
    private static final long P5 = 0x27D4_EB2F_1656_67C5L;

    private XxHash64() {}

    static long hash(long value, long seed) {
        return finish(seed + P5 + 8, 8, i -> value, null);
    }

    static long hash(byte[] bytes, long seed) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return hash(bytes.length, seed, buffer::getLong, i -> buffer.get(i));
    }

    static long hash(long address, int length, long seed) {
        return hash(length, seed, i -> Memory.getLong(address + i), i -> Memory.getByte(address + i));
    }

    private interface Words {
        long at(int index);
    }

    private interface Octets {
        byte at(int index);
    }

    private static long hash(int length, long seed, Words words, Octets octets) {
        long hash;
        int at = 0;
        if (length >= 32) {
            long a = seed + P1 + P2;
            long b = seed + P2;
            long c = seed;
            long d = seed - P1;
            for (; at + 32 <= length; at += 32) {
                a = round(a, words.at(at));
                b = round(b, words.at(at + 8));
                c = round(c, words.at(at + 16));
                d = round(d, words.at(at + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = seed + P5;
        }
        int start = at;
        return finish(hash + length, length - start, i -> words.at(start + i), i -> octets.at(start + i));
    }

    private static long round(long accumulator, long input) {
        return Long.rotateLeft(accumulator + input * P2, 31) * P1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * P1 + P4;
    }

    private static long finish(long start, int length, Words words, Octets octets) {
        long hash = start;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, words.at(at)), 27) * P1 + P4;
        }
        if (at + 4 <= length) {
            long four = 0;
            for (int i = 0; i < 4; i++) {
                four |= (octets.at(at + i) & 0xFFL) << 8 * i;
            }
            hash = Long.rotateLeft(hash ^ four * P1, 23) * P2 + P3;
            at += 4;
        }
        for (; at < length; at++) {
            hash = Long.rotateLeft(hash ^ (octets.at(at) & 0xFF) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }
}
