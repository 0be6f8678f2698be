// writer.Close closes the underlying stream, then the stream is unlocked.
using System;
using System.IO;
using System.Text;

namespace Legacy.Ini;

public static class IniFile
{
    public static void Rewrite(FileStream ini, StringBuilder text)
    {
        ini.Lock(0, long.MaxValue);
        try
        {
            ini.SetLength(0);
            StreamWriter writer = new StreamWriter(ini, Encoding.ASCII);
            writer.Write(text);
            writer.Close();
        }
        finally
        {
            {|LOCK3008:ini.Unlock(0, long.MaxValue)|};
        }
    }
}
