package io.millrace.exec.step;

/**
 * What bounds the state of one operator, as far as the plan tells.
 *
 * @param operator its number in the dataflow
 * @param what it keeps, as users say it
 * @param bound what keeps it from growing for ever
 * @param by of the bound: a column, an option, tables
 * @param rowsMost how many rows of the inputs as they are now may be in it; below 0: not known
 * @param bytesMost what these take in memory, roughly
 * @param kept where, if not all state of the view is in memory, else empty
 */
public record StateNote(int operator, String what, Bound bound, String by, double rowsMost, double bytesMost,
        String kept) {
    /** In the order of how well they bound. */
    public enum Bound {
        /** A fixed number of rows. */
        ROWS("a fixed number of rows"),
        /** State goes when the watermark has passed it. */
        WATERMARK("watermark"),
        /** State goes a while after its window. */
        RETENTION("retention"),
        /** State of keys goes that were not touched for a while. */
        TTL("ttl"),
        /** As large as tables or views that it comes from. */
        TABLES("size of its tables"),
        /** One entry a key, of a fixed size. */
        KEYS("key count"),
        /** It grows as long as rows come. */
        NONE("none");

        private final String text;

        Bound(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    StateNote kept(String where) {
        return new StateNote(operator, what, bound, by, rowsMost, bytesMost, where);
    }

    public boolean isBounded() {
        return bound != Bound.NONE;
    }

    @Override
    public String toString() {
        return what + ": bounded by " + bound.text() + (by.isEmpty() ? "" : " (" + by + ")")
                + (kept.isEmpty() ? "" : "; kept in " + kept);
    }
}
