// The writer owns the stream, and with it the lock.
using System;
using System.IO;
using System.Text;

namespace Writers
{
    public static class Notes
    {
        public static void Add(string path, string note)
        {
            using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            using var writer = new StreamWriter(stream, Encoding.UTF8);
            {|LOCK3006:stream.Lock(0, long.MaxValue)|};
            stream.Seek(0, SeekOrigin.End);
            writer.WriteLine(note);
            writer.Flush();
        }
    }
}
