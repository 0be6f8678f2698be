// Lock the length, append, unlock another length. The range does not cover what is appended either.
using System;
using System.IO;
using System.Text;

namespace Appending
{
    public class Appender
    {
        public void Append(string path, string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            using (FileStream fs = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                fs.Lock({|LOCK2004:0, fs.Length|});
                try
                {
                    fs.Seek(0, SeekOrigin.End);
                    fs.Write(bytes, 0, bytes.Length);
                    fs.Flush();
                }
                finally
                {
                    fs.Unlock({|LOCK2001:0, fs.Length|});
                }
            }
        }
    }
}
