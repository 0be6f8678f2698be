// A reader without leaveOpen closes the stream too.
using System;
using System.IO;
using System.Text;

namespace ReaderEnds
{
    public static class Config
    {
        public static string Load(string path)
        {
            using var stream = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            stream.Lock(0, long.MaxValue);
            try
            {
                using var reader = new StreamReader(stream);
                return reader.ReadToEnd();
            }
            finally
            {
                {|LOCK3008:stream.Unlock(0, long.MaxValue)|};
            }
        }
    }
}
