package org.tunnelfun.desktop.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
final class Nearest {

    private Nearest() {}

    /** The nearest of the known words, if one is near: a third of its letters may be wrong. */
    static Optional<String> of(String word, Collection<String> known) {
        String typed = fold(word);
        return known.stream()
                .filter(k -> distance(typed, fold(k)) <= Math.max(2, k.length() / 3))
                .min(Comparator.comparingInt(k -> distance(typed, fold(k))));
    }

    private static String fold(String word) {
        String folded = word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        return folded.length() > 64 ? folded.substring(0, 64) : folded;
    }

    /** Levenshtein's: the least number of letters to insert, drop or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], above));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
