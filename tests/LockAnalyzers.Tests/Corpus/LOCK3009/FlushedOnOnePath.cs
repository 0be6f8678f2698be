// Flushed only when the caller insists.
using System;
using System.IO;
using System.Text;

namespace Insisting
{
    public class Diary
    {
        private readonly FileStream stream;
        private readonly StreamWriter writer;

        public Diary(string path)
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            writer = new StreamWriter(stream, Encoding.UTF8);
        }

        public void Write(string entry, bool now)
        {
            stream.Lock(0, long.MaxValue);
            try
            {
                writer.WriteLine(entry);
                if (now)
                    writer.Flush();
            }
            finally
            {
                {|LOCK3009:stream.Unlock(0, long.MaxValue)|};
            }
        }

        public void Close() => writer.Dispose();
    }
}
