package org.tunnelfun.desktop.app;

import java.util.function.Consumer;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.ui.HostKeyDialog;

/**
 * The dialog about host keys, and a word to the person where what was decided there came to
 * nothing: the dialog is closed by then.
 *
 * @param problem is told why, on any thread; an empty text with the next decision
 */
record HostKeyNotice(HostKeyDialog dialog, Consumer<String> problem) implements HostKeyPrompt {

    void askAgain() {
        dialog.askAgain();
    }

    @Override
    public void ask(Question question, Runnable trust) {
        dialog.ask(
                question,
                () -> {
                    problem.accept("");
                    trust.run();
                });
    }

    @Override
    public void changed(Change change) {
        dialog.changed(change);
    }

    @Override
    public void failed(String why) {
        problem.accept("The answer about a host key came to nothing: " + why + ".");
    }
}
