package org.tunnelfun.desktop.tray;

/** What a person can want from the menu; called on threads of the tray library. */
public interface TrayActions {

    /** Shows the window. */
    void open();

    /** Shows the window with this tunnel, which says why it is as it is. */
    void why(String tunnel);

    /** Starts a tunnel that is off. */
    void connect(String tunnel);

    /** Turns a tunnel off; {@code null}: all. */
    void pause(String tunnel);

    /** Takes every pause back. */
    void connectAll();

    /** Ends the session and starts an attempt at once. */
    void reconnect(String tunnel);

    /** Puts the ssh command that leads through the tunnel into the clipboard. */
    void copyCommand(String tunnel);

    /** Shows the settings. */
    void settings();

    /** Ends the program. */
    void quit();
}
