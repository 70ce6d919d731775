package dev.torc.config;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** Texts in the plainest style that {@link Composer} reads back. */
final class PlainRepresenter extends StandardRepresenter {

  /** Refused without quotes. */
  private static final String MERGE_KEY = "<<";

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  /**
   * What a block shows as it is: no space before it, one line's end after it at most, and none that
   * only YAML 1.1 has, which the emitter takes for one.
   */
  private static final Pattern BLOCK =
      Pattern.compile("\\S([^\\r\\x85\\u2028\\u2029]*\\S)?\\n?", Pattern.UNICODE_CHARACTER_CLASS);

  PlainRepresenter(DumpSettings settings) {
    super(settings);
    representers.put(
        String.class, text -> representScalar(Tag.STR, (String) text, style((String) text)));
  }

  /** The emitter itself quotes what would be another text, or no text, in these styles. */
  private static ScalarStyle style(String text) {
    if (LINE_BREAK.matcher(text).find()) {
      return BLOCK.matcher(text).matches() ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
    }
    return text.equals(MERGE_KEY) ? ScalarStyle.SINGLE_QUOTED : ScalarStyle.PLAIN;
  }
}
