package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt.Question;

/** Passes on what a server asks at a login (RFC 4256): a one-time password, for one. */
final class LoginQuestions implements UserInfo, UIKeyboardInteractive {

    /** A hostile server may ask for ever; nobody is kept busy by it. */
    private static final int MOST_QUESTIONS = 10;

    private final SecretPrompt prompt;
    private final String account;
    private final Set<String> answered = new HashSet<>();
    private int asked;
    private volatile boolean asking;

    LoginQuestions(SecretPrompt prompt, String account) {
        this.prompt = prompt;
        this.account = account;
    }

    /** Whether a person is being asked at this moment, so that no deadline should strike. */
    boolean asking() {
        return asking;
    }

    /** Whether this login needed a person, and the next one will, too. */
    boolean needed() {
        return asked > 0;
    }

    @Override
    public String[] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompts, boolean[] echo) {
        String[] answers = new String[prompts.length];
        asking = true;
        try {
            for (int i = 0; i < prompts.length; i++) {
                if (++asked > MOST_QUESTIONS) {
                    return null;
                }
                String text = text(instruction, prompts[i]);
                // Else a window that comes back looks as if nothing had been typed.
                String again = answered.contains(text) ? "again: " : "";
                Optional<char[]> answer =
                        Asking.ask(
                                prompt,
                                new Question(
                                        SecretPrompt.Kind.LOGIN,
                                        account,
                                        Untrusted.text(again + text, 200),
                                        echo[i]));
                if (answer.isEmpty()) {
                    return null;
                }
                answers[i] = new String(answer.get());
                Arrays.fill(answer.get(), '\0');
            }
            for (String answeredNow : prompts) {
                answered.add(text(instruction, answeredNow));
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            asking = false;
        }
    }

    private static String text(String instruction, String prompt) {
        return (instruction + " " + prompt).strip();
    }

    @Override
    public String getPassphrase() {
        return null;
    }

    @Override
    public String getPassword() {
        return null;
    }

    @Override
    public boolean promptPassword(String message) {
        return false;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        JschSsh.LOG.debug("{} says: {}", account, Untrusted.text(message, 500));
    }
}
