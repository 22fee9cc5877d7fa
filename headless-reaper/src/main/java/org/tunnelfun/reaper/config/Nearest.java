package org.tunnelfun.reaper.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The known word that an unknown one was probably meant to be. */
final class Nearest {
    private Nearest() {}

    static String of(String word, List<String> known) {
        String text = word.length() > 40 ? word.substring(0, 40) : word;
        return known.stream()
                .min(Comparator.comparingInt(k -> distance(lower(text), lower(k))))
                .orElseThrow();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's: insertions, deletions and replacements. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
