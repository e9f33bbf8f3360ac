package io.millrace.testkit.nexmark;

/** One event of the auction house. Times are milliseconds since 1970. */
public sealed interface NexmarkEvent {
    long timeMillis();

    record Person(long id, String name, String emailAddress, String creditCard, String city, String state, long timeMillis,
            String extra) implements NexmarkEvent {}

    record Auction(long id, String itemName, String description, long initialBid, long reserve, long timeMillis, long expiresMillis,
            long seller, long category, String extra) implements NexmarkEvent {}

    record Bid(long auction, long bidder, long price, String channel, String url, long timeMillis, String extra) implements NexmarkEvent {}
}
