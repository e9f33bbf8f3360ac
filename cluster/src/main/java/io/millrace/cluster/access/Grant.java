package io.millrace.cluster.access;

/**
 * A user or role may do something.
 *
 * @param target an object's id, or {@link #schema}
 */
public record Grant(String grantee, Privilege privilege, String target) {
    /** What stands for a schema where objects have their ids. No id holds a space. */
    public static String schema(String name) {
        return "schema " + name;
    }
}
