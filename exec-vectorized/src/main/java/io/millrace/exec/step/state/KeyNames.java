package io.millrace.exec.step.state;

import io.millrace.common.memory.Memory;

/**
 * Names of the entries of one table's keys in a store: two bytes of the operator's number, one of the side, whose lowest bit tells the range (0: pages; 1:
 * when keys are due), a time of eight bytes if there is one, big-endian with the sign turned, and the key.
 */
final class KeyNames {
    private static final int PREFIX_BYTES = 3;

    private final byte high;
    private final byte low;
    private final byte side;
    private final boolean timed;

    KeyNames(int operator, int side, boolean timed) {
        assert operator >= 0 && operator < 1 << 16 && side >= 0 && side < 127;
        this.high = (byte) (operator >> 8);
        this.low = (byte) operator;
        this.side = (byte) (side << 1);
        this.timed = timed;
    }

    private byte[] start(int range, int length) {
        byte[] name = new byte[length];
        name[0] = high;
        name[1] = low;
        name[2] = (byte) (side + range);
        return name;
    }

    private static void putTime(byte[] name, long time) {
        long turned = time ^ Long.MIN_VALUE;
        for (int i = 0; i < 8; i++) {
            name[PREFIX_BYTES + i] = (byte) (turned >>> 56 - 8 * i);
        }
    }

    /** The page of a key. */
    byte[] entry(long time, long address, int length) {
        int at = PREFIX_BYTES + (timed ? 8 : 0);
        byte[] name = start(0, at + length);
        if (timed) {
            putTime(name, time);
        }
        Memory.copy(address, name, at, length);
        return name;
    }

    byte[] entriesFrom() {
        return start(0, PREFIX_BYTES);
    }

    /** Behind all pages. */
    byte[] entriesEnd() {
        return start(1, PREFIX_BYTES);
    }

    /** Behind the pages of this time and before. */
    byte[] entriesTo(long time) {
        return bound(0, time);
    }

    private byte[] bound(int range, long time) {
        byte[] name = start(range, PREFIX_BYTES + 8);
        putTime(name, time == Long.MAX_VALUE ? time : time + 1);
        return name;
    }

    byte[] due(long time, long address, int length) {
        byte[] name = start(1, PREFIX_BYTES + 8 + length);
        putTime(name, time);
        Memory.copy(address, name, PREFIX_BYTES + 8, length);
        return name;
    }

    byte[] dueFrom() {
        return start(1, PREFIX_BYTES);
    }

    byte[] dueTo(long time) {
        return bound(1, time);
    }

    /** The time in a name that has one. */
    long timeOf(byte[] name) {
        long turned = 0;
        for (int i = 0; i < 8; i++) {
            turned = turned << 8 | name[PREFIX_BYTES + i] & 0xFF;
        }
        return turned ^ Long.MIN_VALUE;
    }

    private int keyAt() {
        return PREFIX_BYTES + (timed ? 8 : 0);
    }

    boolean isIn(byte[] name, RowTable table) {
        return table.find(name, keyAt(), name.length - keyAt()) >= 0;
    }

    /** Adds the key of a page to a table that has it not; returns its slot. */
    int add(byte[] name, RowTable table) {
        return table.addNew(name, keyAt(), name.length - keyAt());
    }

    /** Adds the key of a time to {@code missing} unless either table has it. */
    void addDue(byte[] name, RowTable table, RowTable missing) {
        int at = PREFIX_BYTES + 8;
        int length = name.length - at;
        if (table.find(name, at, length) < 0 && missing.find(name, at, length) < 0) {
            missing.addNew(name, at, length);
        }
    }
}
