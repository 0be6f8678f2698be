// writer.Close, which writes the text out, follows the Unlock.
using System.IO;

namespace Labels.Print;

public class LabelPrinter
{
    public void Queue(string spool, string label)
    {
        FileStream fs = File.Open(spool, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        StreamWriter sw = new StreamWriter(fs);
        try
        {
            fs.Lock(0, long.MaxValue);
            sw.Write("^XA");
            sw.Write(label);
            sw.Write("^XZ");
            {|LOCK3009:fs.Unlock(0, long.MaxValue)|};
        }
        finally
        {
            sw.Close();
        }
    }
}
