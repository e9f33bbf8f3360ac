package io.millrace.testkit.nexmark;

import java.util.SplittableRandom;

/** Names, URLs and padding of events. */
final class NexmarkTexts {
    private static final int LENGTH_MIN = 3;
    private static final int PADDING_LENGTH = 1 << 20;
    private static final int CHANNELS = 10_000;
    private static final String[] HOT_CHANNELS = {"Google", "Facebook", "Baidu", "Apple"};
    private static final String[] STATES = {"AZ", "CA", "ID", "OR", "WA", "WY"};
    private static final String[] CITIES = {
            "Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond", "Seattle", "Kent", "Cheyenne"};
    private static final String[] FIRST_NAMES =
            {"Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter"};
    private static final String[] LAST_NAMES =
            {"Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris"};

    /** A channel and the address of its page. */
    record Channel(String name, String url) {}

    private final String padding;
    private final Channel[] hot = new Channel[HOT_CHANNELS.length];
    private final Channel[] others = new Channel[CHANNELS];

    NexmarkTexts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder letters = new StringBuilder(PADDING_LENGTH);
        for (int i = 0; i < PADDING_LENGTH; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        padding = letters.toString();
        for (int i = 0; i < hot.length; i++) {
            hot[i] = new Channel(HOT_CHANNELS[i], url(random));
        }
        for (int i = 0; i < CHANNELS; i++) {
            String url = url(random);
            others[i] = new Channel("channel-" + i, random.nextInt(10) > 0 ? url + "&channel_id=" + Math.abs(Integer.reverse(i)) : url);
        }
    }

    private static String url(SplittableRandom random) {
        return "https://www.nexmark.com/" + word(random, 5, '_') + '/' + word(random, 5, '_') + '/' + word(random, 5, '_')
                + "/item.htm?query=1";
    }

    static String word(SplittableRandom random, int lengthMax, char special) {
        int length = LENGTH_MIN + random.nextInt(lengthMax - LENGTH_MIN);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(13) == 0 ? special : (char) ('a' + random.nextInt(26)));
        }
        return text.toString().trim();
    }

    /** A text that brings an event of so many bytes to the desired size, on average. */
    String extra(SplittableRandom random, int bytes, int bytesDesired) {
        if (bytes > bytesDesired) {
            return "";
        }
        int left = bytesDesired - bytes;
        int delta = (int) Math.round(left * 0.2);
        int length = left - delta + (delta == 0 ? 0 : random.nextInt(2 * delta));
        int from = random.nextInt(padding.length() - length);
        return padding.substring(from, from + length);
    }

    /** One of four channels half of the time. */
    Channel channel(SplittableRandom random) {
        return random.nextInt(2) > 0 ? hot[random.nextInt(hot.length)] : others[random.nextInt(CHANNELS)];
    }

    static String personName(SplittableRandom random) {
        return any(random, FIRST_NAMES) + " " + any(random, LAST_NAMES);
    }

    static String email(SplittableRandom random) {
        return word(random, 7, ' ') + "@" + word(random, 5, ' ') + ".com";
    }

    static String creditCard(SplittableRandom random) {
        StringBuilder card = new StringBuilder(19);
        for (int i = 0; i < 4; i++) {
            int digits = random.nextInt(10_000);
            card.append(i == 0 ? "" : " ").append(Integer.toString(10_000 + digits), 1, 5);
        }
        return card.toString();
    }

    static String city(SplittableRandom random) {
        return any(random, CITIES);
    }

    static String state(SplittableRandom random) {
        return any(random, STATES);
    }

    private static String any(SplittableRandom random, String[] of) {
        return of[random.nextInt(of.length)];
    }
}
