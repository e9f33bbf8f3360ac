package io.millrace.frontend.security;

/** A password on its way to its hash or its check. Not shown by anything that prints it. */
public record Secret(String text) {
    @Override
    public String toString() {
        return "…";
    }
}
