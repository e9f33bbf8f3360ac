package io.millrace.testkit.nexmark;

import io.millrace.testkit.nexmark.NexmarkEvent.Auction;
import io.millrace.testkit.nexmark.NexmarkEvent.Bid;
import io.millrace.testkit.nexmark.NexmarkEvent.Person;
import java.util.SplittableRandom;

/**
 * Events of an auction house by the rules of Nexmark (Tucker et al. 2002, as Apache Beam and Flink run it): of each 50 events one is a person, three are
 * auctions, 46 are bids; half of the bids go to a hot auction, three quarters come from a hot bidder, three quarters of the auctions have a hot seller;
 * references go to people and auctions that are there or will be soon.
 *
 * <p>Each event has a source of chance of its own, so that any can be made without those before it.
 */
public final class NexmarkGenerator {
    private static final int PERSONS = 1;
    private static final int AUCTIONS = 3;
    private static final int TOTAL = 50;
    private static final long FIRST_AUCTION = 1000;
    private static final long FIRST_PERSON = 1000;
    private static final long FIRST_CATEGORY = 10;
    private static final int CATEGORIES = 5;
    private static final int HOT_AUCTION_RATIO = 2;
    private static final int HOT_SELLER_RATIO = 4;
    private static final int HOT_BIDDER_RATIO = 4;
    /** One of so many people or auctions is hot. */
    private static final int HOT_EACH = 100;
    private static final int AUCTIONS_IN_FLIGHT = 100;
    private static final int PEOPLE_ACTIVE = 1000;
    /** Ids that may be named before their event comes. */
    private static final int LEAD = 10;
    private static final int PERSON_BYTES = 200;
    private static final int AUCTION_BYTES = 500;
    private static final int BID_BYTES = 100;

    private final NexmarkOptions options;
    private final NexmarkTexts texts;

    public NexmarkGenerator(NexmarkOptions options) {
        this.options = options;
        this.texts = new NexmarkTexts(options.seed());
    }

    /** The event at a place of the order, from 0 on. */
    public NexmarkEvent event(long place) {
        long id = options.adjusted(place);
        long millis = options.millisOf(id);
        SplittableRandom random = new SplittableRandom(options.seed() * 0x9e3779b97f4a7c15L + id);
        long rest = id % TOTAL;
        if (rest < PERSONS) {
            return person(id, millis, random);
        }
        return rest < PERSONS + AUCTIONS ? auction(id, millis, random) : bid(id, millis, random);
    }

    private Person person(long event, long millis, SplittableRandom random) {
        String name = NexmarkTexts.personName(random);
        String email = NexmarkTexts.email(random);
        String card = NexmarkTexts.creditCard(random);
        String city = NexmarkTexts.city(random);
        String state = NexmarkTexts.state(random);
        int bytes = 8 + name.length() + email.length() + card.length() + city.length() + state.length();
        return new Person(
                lastPerson(event) + FIRST_PERSON, name, email, card, city, state, millis, texts.extra(random, bytes, PERSON_BYTES));
    }

    private Auction auction(long event, long millis, SplittableRandom random) {
        long seller = random.nextInt(HOT_SELLER_RATIO) > 0 ? lastPerson(event) / HOT_EACH * HOT_EACH : anyPerson(event, random);
        long category = FIRST_CATEGORY + random.nextInt(CATEGORIES);
        long initialBid = price(random);
        long horizon = options.millisOf(event + (long) AUCTIONS_IN_FLIGHT * TOTAL / AUCTIONS) - millis;
        long expires = millis + 1 + random.nextLong(Math.max(2 * horizon, 1));
        String name = NexmarkTexts.word(random, 20, ' ');
        String description = NexmarkTexts.word(random, 100, ' ');
        long reserve = initialBid + price(random);
        int bytes = 6 * 8 + name.length() + description.length();
        return new Auction(
                lastAuction(event) + FIRST_AUCTION, name, description, initialBid, reserve, millis, expires, seller + FIRST_PERSON,
                category,
                texts.extra(random, bytes, AUCTION_BYTES));
    }

    private Bid bid(long event, long millis, SplittableRandom random) {
        long auction = random.nextInt(HOT_AUCTION_RATIO) > 0 ? lastAuction(event) / HOT_EACH * HOT_EACH : anyAuction(event, random);
        long bidder = random.nextInt(HOT_BIDDER_RATIO) > 0 ? lastPerson(event) / HOT_EACH * HOT_EACH + 1 : anyPerson(event, random);
        long price = price(random);
        NexmarkTexts.Channel channel = texts.channel(random);
        return new Bid(
                auction + FIRST_AUCTION, bidder + FIRST_PERSON, price, channel.name(), channel.url(), millis,
                texts.extra(random, 4 * 8, BID_BYTES));
    }

    private static long price(SplittableRandom random) {
        return Math.round(Math.pow(10.0, random.nextDouble() * 6.0) * 100.0);
    }

    /** The newest person when an event comes, from 0 on. */
    private static long lastPerson(long event) {
        return event / TOTAL * PERSONS + Math.min(event % TOTAL, PERSONS - 1);
    }

    private static long anyPerson(long event, SplittableRandom random) {
        long people = lastPerson(event) + 1;
        long active = Math.min(people, PEOPLE_ACTIVE);
        return people - active + random.nextLong(active + LEAD);
    }

    /** The newest auction when an event comes, from 0 on; -1 before the first. */
    private static long lastAuction(long event) {
        long epoch = event / TOTAL;
        long rest = event % TOTAL;
        if (rest < PERSONS) {
            return epoch * AUCTIONS - 1;
        }
        return epoch * AUCTIONS + Math.min(rest - PERSONS, AUCTIONS - 1);
    }

    private static long anyAuction(long event, SplittableRandom random) {
        long last = lastAuction(event);
        long first = Math.max(last - AUCTIONS_IN_FLIGHT, 0);
        return first + random.nextLong(last - first + 1 + LEAD);
    }
}
