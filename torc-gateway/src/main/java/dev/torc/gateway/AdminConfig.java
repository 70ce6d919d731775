package dev.torc.gateway;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.Range;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code admin} of {@code torc.yaml}: the listener for health, metrics and changes.
 * {@link #toString} hides the token, and no message has it.
 */
public record AdminConfig(
    @Doc("Address to listen on; keep it private") @Default("127.0.0.1") String host,
    @Doc("Port to listen on; 0 takes a free one") @Default("8001") @Range(min = 0, max = 65_535)
        int port,
    @Doc(
            "What clients have to send as `Authorization: Bearer TOKEN`; at least 16 visible"
                + " characters of ASCII")
        @Nullable String token) {

  /** Fewer are guessed too soon. */
  private static final int MIN_TOKEN_LENGTH = 16;

  /**
   * Checks the token.
   *
   * @throws IllegalArgumentException if it is too short, or a header cannot hold it
   */
  public AdminConfig {
    if (token != null && !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "token: a character that is a space or not of ASCII (expected: others)");
    }
    if (token != null && token.length() < MIN_TOKEN_LENGTH) {
      throw new IllegalArgumentException(
          "token: " + token.length() + " characters (expected: at least " + MIN_TOKEN_LENGTH + ")");
    }
  }

  @Override
  public String toString() {
    return "AdminConfig[host="
        + host
        + ", port="
        + port
        + ", token="
        + (token == null ? "none" : "hidden")
        + "]";
  }
}
