// Sixteen bytes are locked, everything is read.
using System;
using System.IO;
using System.Text;

namespace Reading
{
    internal class Reading
    {
        internal string Load(string path)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            stream.Lock({|LOCK2004:0, 16|});
            try
            {
                using var reader = new StreamReader(stream, Encoding.UTF8, true, 1024, leaveOpen: true);
                return reader.ReadToEnd();
            }
            finally
            {
                stream.Unlock(0, 16);
            }
        }
    }
}
