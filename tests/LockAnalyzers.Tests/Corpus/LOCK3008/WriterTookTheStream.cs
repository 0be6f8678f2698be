// Disposing the writer disposes the stream beneath it.
using System;
using System.IO;
using System.Text;

namespace Writers
{
    public class HighScores
    {
        private readonly string path;

        public HighScores(string path)
        {
            this.path = path;
        }

        public void Add(string name, int score)
        {
            using FileStream fs = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            fs.Lock(0, long.MaxValue);
            try
            {
                fs.Seek(0, SeekOrigin.End);
                using (StreamWriter writer = new StreamWriter(fs, Encoding.UTF8))
                {
                    writer.WriteLine("{0};{1}", name, score);
                }
            }
            finally
            {
                {|LOCK3008:fs.Unlock(0, long.MaxValue)|};
            }
        }
    }
}
